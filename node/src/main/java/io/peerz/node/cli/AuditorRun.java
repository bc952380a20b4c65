package io.peerz.node.cli;

import io.peerz.inference.engine.EngineConfig;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.ledger.model.ModelDesk;
import io.peerz.node.chain.NetworkAccess;
import io.peerz.node.config.SettingKey;
import io.peerz.node.court.AuditorSetup;
import io.peerz.node.court.ReplayEngines;
import io.peerz.node.court.Watchtower;
import io.peerz.node.data.ModelPlace;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.peerz.proof.manifest.ModelManifest;
import io.peerz.proof.sign.SigningKey;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code peerz auditor run}: watches until it is told to stop. */
@Command(
    name = "run",
    description = "Ask nodes for drawn receipts, compute them again, dispute what is false.")
final class AuditorRun extends PeerzAction {
  private static final long MIB = 1 << 20;

  @Option(
      names = "--rate",
      paramLabel = "PART",
      description = "part of all batches to ask about (default: 0.02)")
  private String rate;

  @Option(names = "--model", paramLabel = "MODEL", description = "model folder or name")
  private String model;

  @Override
  protected void addFlags(Map<SettingKey, String> flags) {
    GlobalOptions.put(flags, SettingKey.AUDIT_RATE, rate);
    GlobalOptions.put(flags, SettingKey.MODEL, model);
  }

  @Override
  protected int run(Cli cli) {
    double part = rateOf(cli.settings().get(SettingKey.AUDIT_RATE));
    SigningKey account = cli.unlock(cli.accountName());
    NetworkAccess network = cli.network();
    Watchtower tower = start(cli, part, account, network);
    cli.print(
        "auditor.ready",
        Map.of("account", account.address().hex(), "rate", part),
        () -> "ready: %s audits %s %% of all batches".formatted(cli.accountName(), part * 100));
    UntilStopped.hold(tower, network);
    return ExitCodes.OK;
  }

  private static Watchtower start(Cli cli, double rate, SigningKey account, NetworkAccess network) {
    try {
      ModelFolder folder =
          ModelFolder.open(ModelPlace.find(cli.home(), cli.settings().get(SettingKey.MODEL)));
      requireKnown(network, folder.manifest());
      AuditorSetup setup =
          new AuditorSetup(
              cli.home().auditor(cli.accountName()),
              account,
              rate,
              new ReplayEngines(folder, engine(cli)));
      return Watchtower.start(setup, network);
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  private static EngineConfig engine(Cli cli) {
    int threads = cli.settings().integer(SettingKey.THREADS, 0, 1024);
    return new EngineConfig(
        threads == 0 ? Runtime.getRuntime().availableProcessors() : threads,
        cli.settings().integer(SettingKey.CACHE_MIB, 1, 1 << 20) * MIB,
        0);
  }

  private static void requireKnown(NetworkAccess network, ModelManifest manifest) {
    Require.that(
        new ModelDesk(network.chain()).find(manifest.modelId()).isPresent(),
        ErrorCode.MODEL_NOT_FOUND,
        "model '%s' (%s) is not registered on this network; name the one that its nodes serve with --model"
            .formatted(manifest.name(), manifest.modelId().shortHex()));
  }

  private static double rateOf(String word) {
    try {
      double part = Double.parseDouble(word);
      AuditorSetup.requireRate(part);
      return part;
    } catch (NumberFormatException e) {
      throw new PeerzException(
          ErrorCode.BAD_CONFIG,
          "audit rate '%s' is no number; use for instance 0.02 for two of a hundred"
              .formatted(word),
          e);
    }
  }
}
