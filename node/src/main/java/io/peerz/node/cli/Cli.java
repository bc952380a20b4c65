package io.peerz.node.cli;

import io.peerz.inference.model.Arithmetic;
import io.peerz.node.chain.NetworkAccess;
import io.peerz.node.config.SettingKey;
import io.peerz.node.config.Settings;
import io.peerz.node.data.Accounts;
import io.peerz.node.data.PeerzHome;
import io.peerz.node.data.SecretFiles;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.peerz.proof.sign.SigningKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/** One run of the command line: where the data is, what the settings say, who is listening. */
public final class Cli {
  private final PeerzHome home;
  private final Settings settings;
  private final Terminal terminal;
  private final boolean agreed;

  private Cli(PeerzHome home, Settings settings, Terminal terminal, boolean agreed) {
    this.home = home;
    this.settings = settings;
    this.terminal = terminal;
    this.agreed = agreed;
  }

  static Cli open(GlobalOptions global, Map<SettingKey, String> flags, Surroundings around) {
    Settings settings = Settings.load(flags, around.environment(), settingsFiles(global, around));
    PeerzHome home = PeerzHome.of(around.environment(), around.userFolder());
    Cli cli = new Cli(home, settings, around.terminal(), global.yes());
    cli.requireKnownOutput();
    return cli;
  }

  private static List<Path> settingsFiles(GlobalOptions global, Surroundings around) {
    Path nearest = around.workFolder().resolve("peerz.toml");
    if (global.config() != null) {
      nearest = around.workFolder().resolve(global.config());
      Require.that(
          Files.exists(nearest), ErrorCode.BAD_CONFIG, "there is no settings file " + nearest);
    }
    return List.of(nearest, around.userFolder().resolve(".config/peerz/config.toml"));
  }

  private void requireKnownOutput() {
    String output = settings.get(SettingKey.OUTPUT);
    if (!output.equals("text") && !output.equals("json")) {
      throw new PeerzException(
          ErrorCode.BAD_REQUEST, "output '%s' is unknown; use text or json".formatted(output));
    }
  }

  public PeerzHome home() {
    return home;
  }

  public Settings settings() {
    return settings;
  }

  /** Which engine the settings name, and so which of a model's ids is meant. */
  public Arithmetic arithmetic() {
    String engine = settings.get(SettingKey.ENGINE);
    return Arithmetic.of(engine)
        .orElseThrow(
            () ->
                new PeerzException(
                    ErrorCode.BAD_CONFIG,
                    "engine '%s' is unknown; use exact or fast".formatted(engine)));
  }

  public Terminal terminal() {
    return terminal;
  }

  public Accounts accounts() {
    return new Accounts(home.keys());
  }

  public String accountName() {
    return settings.get(SettingKey.ACCOUNT);
  }

  public boolean json() {
    return settings.get(SettingKey.OUTPUT).equals("json");
  }

  /** Prints the result once, as text or as one JSON object that names its schema. */
  public void print(String schema, Map<String, ?> fields, Supplier<String> text) {
    if (json()) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("schema", "peerz." + schema + "/1");
      object.putAll(fields);
      terminal.result(JsonMapper.shared().writeValueAsString(object));
    } else {
      terminal.result(text.get());
    }
  }

  /** Shows what is about to happen to money and asks, unless {@code --yes} agreed before. */
  public void confirm(String summary) {
    terminal.confirm(summary, agreed, !json());
  }

  /** Connects to the chain of the chosen network; the caller closes it. */
  public NetworkAccess network() {
    return network(settings.get(SettingKey.NETWORK));
  }

  public NetworkAccess network(String name) {
    Duration timeout = Duration.ofSeconds(settings.integer(SettingKey.TIMEOUT, 1, 3600));
    int confirmations = settings.integer(SettingKey.CONFIRMATIONS, 1, 64);
    return NetworkAccess.open(home, name, confirmations, timeout);
  }

  public SigningKey unlock(String account) {
    return accounts().unlock(account, password(account));
  }

  /** The password from the named file, or typed; never from the command line. */
  public char[] password(String account) {
    return secret(SettingKey.PASSWORD_FILE, "account '" + account + "'");
  }

  /** The password of a node's signer; the account's file serves where no own one is named. */
  public char[] signerPassword(String node) {
    SettingKey key =
        settings.get(SettingKey.SIGNER_PASSWORD_FILE).isBlank()
            ? SettingKey.PASSWORD_FILE
            : SettingKey.SIGNER_PASSWORD_FILE;
    return secret(key, "the signer of node '" + node + "'");
  }

  private char[] secret(SettingKey fileKey, String label) {
    String file = settings.get(fileKey);
    if (file.isBlank()) {
      return terminal.askPassword(label);
    }
    return SecretFiles.read(Path.of(file)).strip().toCharArray();
  }
}
