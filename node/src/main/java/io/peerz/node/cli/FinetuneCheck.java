package io.peerz.node.cli;

import io.peerz.inference.weights.ModelFolder;
import io.peerz.node.config.SettingKey;
import io.peerz.node.data.ModelPlace;
import io.peerz.node.jobs.TrainingData;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code peerz finetune check}: reads a data set as a job would; talks to nobody. */
@Command(
    name = "check",
    description = "Read a data set as a job would; nothing leaves the machine.")
final class FinetuneCheck extends PeerzAction {
  @Parameters(paramLabel = "DATA.jsonl", description = "examples, one JSON object a line")
  private Path data;

  @Option(names = "--model", paramLabel = "MODEL", description = "model folder or name")
  private String model;

  @Override
  protected void addFlags(Map<SettingKey, String> flags) {
    GlobalOptions.put(flags, SettingKey.MODEL, model);
  }

  @Override
  protected int run(Cli cli) {
    Path folder = ModelPlace.find(cli.home(), cli.settings().get(SettingKey.MODEL));
    ModelFolder base = ModelFolder.open(folder);
    TrainingData read =
        TrainingData.of(DataFile.require(data), base, base.config().maxPositions(), 1);
    cli.print(
        "finetune.check",
        Map.of(
            "examples", read.examples(),
            "tokens", read.tokens(),
            "train", read.split().train().size(),
            "heldOut", read.split().heldOut().size()),
        () ->
            "✔ %s: %d examples, %d tokens; %d to train on, %d held out"
                .formatted(
                    data.getFileName(),
                    read.examples(),
                    read.tokens(),
                    read.split().train().size(),
                    read.split().heldOut().size()));
    return ExitCodes.OK;
  }
}
