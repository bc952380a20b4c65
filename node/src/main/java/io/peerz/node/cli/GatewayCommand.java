package io.peerz.node.cli;

import io.peerz.node.PayingGateway;
import io.peerz.node.chain.NetworkAccess;
import io.peerz.node.config.SettingKey;
import io.peerz.node.data.Accounts;
import io.peerz.node.data.HostPort;
import io.peerz.node.data.ModelPlace;
import io.peerz.node.data.PortsFile;
import io.peerz.node.data.SecretFiles;
import io.peerz.node.gateway.GatewaySetup;
import io.peerz.node.units.Amounts;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import io.peerz.proof.sign.SigningKey;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code peerz gateway}: a payer's own endpoint. */
@Command(
    name = "gateway",
    description = "An OpenAI-style endpoint that pays nodes from your account.",
    subcommands = GatewayCommand.Run.class)
public final class GatewayCommand {
  private GatewayCommand() {}

  @Command(name = "run", description = "Answer on the HTTP API until stopped.")
  static final class Run extends PeerzAction {
    /** Session keys can only spend what channels hold, and are opened at each start. */
    private static final int SESSION_KEY_SCRYPT_COST = 1 << 14;

    private static final String SESSION_KEY = "session";
    private static final Pattern ORIGIN = Pattern.compile("https?://[a-zA-Z0-9.\\[\\]:-]+");

    @Option(names = "--listen", paramLabel = "HOST:PORT", description = "where to answer")
    private String listen;

    @Option(
        names = "--blobs-listen",
        paramLabel = "HOST:PORT",
        description = "where nodes fetch the data of fine-tuning jobs")
    private String blobsListen;

    @Option(names = "--model", paramLabel = "MODEL", description = "model folder or name")
    private String model;

    @Option(
        names = "--engine",
        paramLabel = "NAME",
        description = "exact, or fast: take results within a tolerance, which nobody can audit")
    private String engine;

    @Option(names = "--deposit", paramLabel = "PRZ", description = "into each new channel")
    private String deposit;

    @Option(
        names = "--api-key-file",
        paramLabel = "FILE",
        description = "file (0600) with the key that clients must send")
    private String apiKeyFile;

    @Option(names = "--requests", paramLabel = "N", description = "most generations at once")
    private String requests;

    @Mixin private RouteOptions route;

    @Override
    protected void addFlags(Map<SettingKey, String> flags) {
      route.addTo(flags);
      GlobalOptions.put(flags, SettingKey.API_LISTEN, listen);
      GlobalOptions.put(flags, SettingKey.BLOBS_LISTEN, blobsListen);
      GlobalOptions.put(flags, SettingKey.MODEL, model);
      GlobalOptions.put(flags, SettingKey.ENGINE, engine);
      GlobalOptions.put(flags, SettingKey.DEPOSIT, deposit);
      GlobalOptions.put(flags, SettingKey.API_KEY_FILE, apiKeyFile);
      GlobalOptions.put(flags, SettingKey.REQUESTS, requests);
    }

    @Override
    protected int run(Cli cli) {
      GatewaySetup setup = setup(cli);
      Path ports = setup.folder().resolve("ports");
      PortsFile.remove(ports);
      NetworkAccess network = cli.network();
      PayingGateway gateway = start(setup, network);
      cli.print(
          "gateway.ready",
          Map.of("http", PortsFile.read(ports, "http").orElse(0)),
          () -> "ready: gateway of account %s, ports in %s".formatted(cli.accountName(), ports));
      UntilStopped.hold(gateway, network);
      return ExitCodes.OK;
    }

    private static PayingGateway start(GatewaySetup setup, NetworkAccess network) {
      try {
        return PayingGateway.start(setup, network);
      } catch (RuntimeException e) {
        network.close();
        throw e;
      }
    }

    private static GatewaySetup setup(Cli cli) {
      char[] password = cli.password(cli.accountName());
      SigningKey wallet = cli.accounts().unlock(cli.accountName(), password);
      Path folder = cli.home().gateway(cli.accountName());
      return new GatewaySetup(
          folder,
          wallet,
          sessionKey(folder, password),
          ModelPlace.find(cli.home(), cli.settings().get(SettingKey.MODEL)),
          cli.arithmetic(),
          HostPort.parse(cli.settings().get(SettingKey.API_LISTEN)),
          HostPort.parse(cli.settings().get(SettingKey.BLOBS_LISTEN)),
          Amounts.toWei(cli.settings().get(SettingKey.DEPOSIT)),
          RouteOptions.wishes(cli.settings()),
          apiKey(cli),
          origins(cli.settings().get(SettingKey.API_ORIGINS)),
          cli.settings().integer(SettingKey.REQUESTS, 1, 10_000),
          cli.settings().integer(SettingKey.REQUEST_RATE, 0, 1_000_000));
    }

    /** Made once: nodes keep receipts that it signed and must be able to name it later. */
    private static SigningKey sessionKey(Path folder, char[] password) {
      Accounts keys = new Accounts(folder.resolve("keys"), SESSION_KEY_SCRYPT_COST);
      if (!keys.has(SESSION_KEY)) {
        keys.create(SESSION_KEY, SigningKey.generate(new SecureRandom()), password);
      }
      return keys.unlock(SESSION_KEY, password);
    }

    private static Set<String> origins(String written) {
      Set<String> origins = new LinkedHashSet<>();
      for (String origin : written.split(",", -1)) {
        if (!origin.isBlank()) {
          Require.that(
              ORIGIN.matcher(origin.strip()).matches(),
              ErrorCode.BAD_CONFIG,
              "'" + origin.strip() + "' is not an origin; write it as https://host[:port]");
          origins.add(origin.strip());
        }
      }
      return origins;
    }

    private static Optional<String> apiKey(Cli cli) {
      String file = cli.settings().get(SettingKey.API_KEY_FILE);
      if (file.isBlank()) {
        return Optional.empty();
      }
      String key = SecretFiles.read(Path.of(file)).strip();
      Require.that(!key.isEmpty(), ErrorCode.BAD_CONFIG, "the API key file " + file + " is empty");
      return Optional.of(key);
    }
  }
}
