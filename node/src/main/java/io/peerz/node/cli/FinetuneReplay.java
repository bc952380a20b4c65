package io.peerz.node.cli;

import io.peerz.finetune.duty.Replay;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.node.chain.NetworkAccess;
import io.peerz.node.config.SettingKey;
import io.peerz.node.data.ModelPlace;
import io.peerz.node.finetune.AdapterArchive;
import io.peerz.proof.id.Digest;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code peerz finetune replay}: trains a unit again and compares it with what was revealed. */
@Command(name = "replay", description = "Train a unit of a job again and compare the updates.")
final class FinetuneReplay extends PeerzAction {
  @Parameters(paramLabel = "JOB", description = "the job's id on chain, 0x and 64 digits")
  private String job;

  @Option(names = "--round", paramLabel = "N", defaultValue = "1", description = "from 1")
  private int round;

  @Option(names = "--unit", paramLabel = "N", defaultValue = "0", description = "from 0")
  private int unit;

  @Option(names = "--model", paramLabel = "MODEL", description = "folder or name of the base")
  private String model;

  @Override
  protected void addFlags(Map<SettingKey, String> flags) {
    GlobalOptions.put(flags, SettingKey.MODEL, model);
  }

  @Override
  protected int run(Cli cli) {
    ModelFolder base =
        ModelFolder.open(ModelPlace.find(cli.home(), cli.settings().get(SettingKey.MODEL)));
    int threads = cli.settings().integer(SettingKey.THREADS, 0, 1024);
    double distance;
    try (NetworkAccess network = cli.network();
        AdapterArchive archive = AdapterArchive.open(network, cli.home().adapters())) {
      distance =
          archive.replay(
              Digest.ofHex(job),
              round - 1,
              unit,
              base,
              threads == 0 ? Runtime.getRuntime().availableProcessors() : threads);
    }
    boolean confirmed = distance <= Replay.TOLERANCE;
    cli.print(
        "finetune.replay",
        Map.of("distance", distance, "tolerance", Replay.TOLERANCE, "reproduced", confirmed),
        () ->
            String.format(
                Locale.ROOT,
                "%s unit %d of round %d lies %.4f from a second training; up to %.2f counts as the same",
                confirmed ? "✔" : "✖",
                unit,
                round,
                distance,
                Replay.TOLERANCE));
    return confirmed ? ExitCodes.OK : ExitCodes.FAILED;
  }
}
