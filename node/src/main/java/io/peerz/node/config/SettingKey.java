package io.peerz.node.config;

import java.util.Arrays;
import java.util.Locale;
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
  SIGNER_PASSWORD_FILE(
      "signer-password-file", "", "file (0600) that holds the password of a node's signer key"),
  NODE("node", "node", "name of the node in this data folder"),
  LISTEN("listen", "127.0.0.1:7741", "host:port where a node serves shards"),
  ENDPOINT("endpoint", "", "host:port where others reach a node; empty means the same as listen"),
  HTTP("http", "127.0.0.1:7742", "host:port of a node's health and metrics"),
  LAYERS("layers", "all", "layer range to serve: start:end, all or auto"),
  MOST_LAYERS("most-layers", "0", "most layers that auto may choose; 0: as many as memory holds"),
  SERVICES("services", "serve", "what a node does: serve, train, evaluate, with commas"),
  PRICE("price", "1000000000000", "price in wei of PRZ per 10^9 multiply-accumulates"),
  MODEL("model", "pebble-1.6m", "model folder, or name under the models folder"),
  ENGINE(
      "engine",
      "exact",
      "exact: the same bits everywhere, audited; or fast: within a tolerance, another model id"),
  SESSIONS("sessions", "64", "most sessions at once"),
  CACHE_MIB("cache-mib", "64", "memory for the KV caches of all sessions, MiB"),
  PREFIX_MIB("prefix-mib", "8", "memory for beginnings of prompts that sessions share, MiB"),
  THREADS("threads", "0", "threads of the engine; 0 means all processors"),
  API("api", "http://127.0.0.1:8080", "address of the gateway that `peerz chat` talks to"),
  API_LISTEN("api-listen", "127.0.0.1:8080", "host:port of the gateway's HTTP API"),
  BLOBS_LISTEN(
      "blobs-listen",
      "127.0.0.1:0",
      "host:port where nodes fetch the data of a gateway's fine-tuning jobs"),
  API_KEY_FILE("api-key-file", "", "file (0600) with the bearer key that the API asks for"),
  API_ORIGINS(
      "api-origins", "", "web pages that may call the gateway, as https://host, with commas"),
  REQUESTS("requests", "16", "most generations of a gateway at once"),
  REQUEST_RATE(
      "request-rate", "600", "requests a minute of one API key or address; 0 for no limit"),
  ROUTE_MAX_PRICE(
      "route-max-price", "", "PRZ that a million tokens through a route may cost; empty is any"),
  ROUTE_MIN_STAKE("route-min-stake", "0", "PRZ that each node of a route must have at stake"),
  ROUTE_OPERATORS("route-operators", "any", "any, or different: no operator sees two hops"),
  ROUTE_AIM(
      "route-aim",
      "latency",
      "latency: each request goes where its answer is soonest; throughput: all routes share the work"),
  EXPLORER_INDEX(
      "explorer-index",
      "",
      "jdbc:postgresql://host/name of an index that explorers share; empty: a file of its own"),
  COLLECT_FEES(
      "collect-fees", "yes", "yes: an evaluator claims its seats' fees; no: its owner does"),
  AUDIT_RATE("audit-rate", "0.02", "part of all batches that an auditor asks about"),
  DEPOSIT("deposit", "1", "PRZ that the gateway puts into each new channel"),
  STAGES(
      "stages",
      "",
      "nodes whose layers a node trains through, ids or names, with commas; empty: it trains alone"),
  STAGE_PRECISION(
      "stage-precision", "bf16", "bf16 or float32: how hidden states travel between stages"),
  STAGE_TIMEOUT("stage-timeout", "120", "seconds that a stage may take for one call"),
  LENDS_TO(
      "lends-to",
      "",
      "nodes that may train through a node's layers, ids or names, with commas; empty: nobody"),
  LEND_SESSIONS("lend-sessions", "2", "most nodes that train through a node's layers at once"),
  LEND_MIB("lend-mib", "1024", "memory that each of them may need, MiB"),
  CONFIRMATIONS(
      "confirmations", "1", "blocks before a transaction counts; 1 where blocks are final"),
  TIMEOUT("timeout", "60", "seconds to wait for the chain or a peer");

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
    return "PEERZ_" + word.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  static Optional<SettingKey> byWord(String word) {
    return Arrays.stream(values()).filter(k -> k.word.equals(word)).findFirst();
  }
}
