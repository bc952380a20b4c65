package io.peerz.node.cli;

import io.peerz.node.config.SettingKey;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Options that every command understands. */
public final class GlobalOptions {
  @Option(
      names = {"-n", "--network"},
      paramLabel = "NAME",
      description = "network to use (default: devnet)")
  private String network;

  @Option(
      names = {"-a", "--account"},
      paramLabel = "NAME",
      description = "account that signs and pays")
  private String account;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "text|json",
      description = "how results are printed")
  private String output;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "file (0600) with the account's password; otherwise you are asked")
  private String passwordFile;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "settings file instead of ./peerz.toml")
  private Path config;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "how long to wait for the chain or a peer")
  private String timeout;

  @Option(
      names = "--confirmations",
      paramLabel = "N",
      description = "blocks before a transaction counts")
  private String confirmations;

  @Option(names = "--yes", description = "agree to what a money command asks")
  private boolean yes;

  @Option(
      names = {"-v", "--verbose"},
      description = "show where an error came from")
  private boolean verbose;

  Map<SettingKey, String> flags() {
    Map<SettingKey, String> flags = new EnumMap<>(SettingKey.class);
    put(flags, SettingKey.NETWORK, network);
    put(flags, SettingKey.ACCOUNT, account);
    put(flags, SettingKey.OUTPUT, output);
    put(flags, SettingKey.PASSWORD_FILE, passwordFile);
    put(flags, SettingKey.TIMEOUT, timeout);
    put(flags, SettingKey.CONFIRMATIONS, confirmations);
    return flags;
  }

  static void put(Map<SettingKey, String> flags, SettingKey key, String value) {
    if (value != null) {
      flags.put(key, value);
    }
  }

  Path config() {
    return config;
  }

  boolean yes() {
    return yes;
  }

  boolean verbose() {
    return verbose;
  }
}
