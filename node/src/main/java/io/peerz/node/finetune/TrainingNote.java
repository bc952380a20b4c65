package io.peerz.node.finetune;

import io.peerz.finetune.remote.Precision;
import io.peerz.node.data.NodeService;
import io.peerz.proof.id.Digest;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How a running node trains, as its log and its status say it.
 *
 * @param training in words
 * @param stages ids of the nodes whose layers it trains through
 * @param lending in words
 * @param lendsTo ids of the nodes that may train through its layers
 */
public record TrainingNote(
    String training, List<String> stages, String lending, List<String> lendsTo) {
  private static final long MIB = 1 << 20;

  public TrainingNote {
    stages = List.copyOf(stages);
    lendsTo = List.copyOf(lendsTo);
  }

  static TrainingNote of(TuningSetup setup) {
    StageSettings settings = setup.stages();
    return new TrainingNote(
        training(setup), hex(settings.stages()), lending(setup), hex(settings.guests()));
  }

  private static String training(TuningSetup setup) {
    StageSettings settings = setup.stages();
    if (!setup.services().contains(NodeService.TRAIN)) {
      return "trains no units";
    }
    return settings.isPipeline()
        ? "trains through the layers of %s, %s between them"
            .formatted(
                names(settings.stages()),
                settings.precision() == Precision.FLOAT32 ? "float32" : "bf16")
        : "trains with the whole model";
  }

  private static String lending(TuningSetup setup) {
    StageSettings settings = setup.stages();
    return settings.guests().isEmpty()
        ? "lends no layers"
        : "lends layers %d:%d to %s, %d at once, %d MiB each"
            .formatted(
                setup.layerStart(),
                setup.layerEnd(),
                names(settings.guests()),
                settings.limits().sessions(),
                settings.limits().sessionBytes() / MIB);
  }

  private static String names(List<Digest> nodes) {
    return nodes.stream().map(Digest::shortHex).collect(Collectors.joining(", "));
  }

  private static List<String> hex(List<Digest> nodes) {
    return nodes.stream().map(Digest::hex).toList();
  }

  /** In one line. */
  public String line() {
    return training + "; " + lending;
  }
}
