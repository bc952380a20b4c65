package io.peerz.node.cli;

import io.peerz.node.config.SettingKey;
import io.peerz.node.config.Settings;
import io.peerz.node.data.Accounts;
import io.peerz.node.data.PeerzHome;
import io.peerz.node.data.SecretFiles;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.sign.SigningKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** One run of the command line: where the data is, what the settings say, who is listening. */
public final class Cli {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

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

  static Cli open(GlobalOptions global, Map<SettingKey, String> flags, Terminal terminal) {
    List<Path> files = new ArrayList<>();
    files.add(global.config() != null ? global.config() : Path.of("peerz.toml"));
    files.add(Path.of(System.getProperty("user.home"), ".config", "peerz", "config.toml"));
    Settings settings = Settings.load(flags, System.getenv(), files);
    Cli cli = new Cli(PeerzHome.of(System.getenv()), settings, terminal, global.yes());
    cli.requireKnownOutput();
    return cli;
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
      Map<String, Object> object = new java.util.LinkedHashMap<>();
      object.put("schema", "peerz." + schema + "/1");
      object.putAll(fields);
      terminal.result(JSON.writeValueAsString(object));
    } else {
      terminal.result(text.get());
    }
  }

  public void confirm(String summary) {
    terminal.confirm(summary, agreed || json());
  }

  public SigningKey unlock(String account) {
    return accounts().unlock(account, password(account));
  }

  /** The password from the named file, or typed; never from the command line. */
  public char[] password(String account) {
    String file = settings.get(SettingKey.PASSWORD_FILE);
    if (file.isBlank()) {
      return terminal.askPassword("account '" + account + "'");
    }
    return SecretFiles.read(Path.of(file)).strip().toCharArray();
  }
}
