package io.peerz.node.config;

import java.util.Arrays;
import java.util.Optional;

/**
 * Every setting that may stand in a file or in the environment. The file key and the long option
 * are the same word; the environment variable is {@code PEERZ_} and that word in capitals.
 */
public enum SettingKey {
  NETWORK("network", "devnet", "network to use: a name known to `peerz network list`"),
  ACCOUNT("account", "default", "account that signs and pays"),
  OUTPUT("output", "text", "text or json"),
  PASSWORD_FILE("password-file", "", "file (0600) that holds the account's password"),
  NODE("node", "node", "name of the node in this data folder"),
  LISTEN("listen", "127.0.0.1:7741", "host:port where a node serves shards"),
  LAYERS("layers", "all", "layer range to serve, start:end, or all"),
  PRICE("price", "1000000000000", "price in wei of PRZ per 10^9 multiply-accumulates"),
  MODEL("model", "pebble-1.6m", "model folder, or name under the models folder"),
  SESSIONS("sessions", "64", "most sessions at once"),
  CACHE_MIB("cache-mib", "64", "memory for the KV caches of all sessions, MiB"),
  API_LISTEN("api-listen", "127.0.0.1:8080", "host:port of the gateway's HTTP API"),
  DEPOSIT("deposit", "1", "PRZ that the gateway puts into each new channel"),
  TIMEOUT("timeout", "30", "seconds to wait for the chain or a peer");

  private final String word;
  private final String fallback;
  private final String help;

  SettingKey(String word, String fallback, String help) {
    this.word = word;
    this.fallback = fallback;
    this.help = help;
  }

  public String word() {
    return word;
  }

  public String fallback() {
    return fallback;
  }

  public String help() {
    return help;
  }

  public String environmentName() {
    return "PEERZ_" + word.toUpperCase(java.util.Locale.ROOT).replace('-', '_');
  }

  static Optional<SettingKey> byWord(String word) {
    return Arrays.stream(values()).filter(k -> k.word.equals(word)).findFirst();
  }
}
