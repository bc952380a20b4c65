package io.peerz.node.finetune;

import io.peerz.finetune.remote.Precision;
import io.peerz.finetune.remote.StageLimits;
import io.peerz.node.data.NodeService;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whose layers a node trains through, and who may train through its own.
 *
 * @param stages nodes whose layers together are the model, itself perhaps among them; empty when it
 *     trains alone
 * @param guests nodes that it lends its layers to
 * @param limits of what it lends
 * @param precision of hidden states on their way
 * @param timeout of one call to a stage
 */
public record StageSettings(
    List<Digest> stages,
    List<Digest> guests,
    StageLimits limits,
    Precision precision,
    Duration timeout) {
  private static final int MOST_NODES = 256;

  public StageSettings {
    stages = distinct("stages", stages);
    guests = distinct("lends-to", guests);
  }

  private static List<Digest> distinct(String setting, List<Digest> nodes) {
    Require.that(
        nodes.size() <= MOST_NODES && new HashSet<>(nodes).size() == nodes.size(),
        ErrorCode.BAD_CONFIG,
        "%s names a node twice, or more than %d nodes".formatted(setting, MOST_NODES));
    return List.copyOf(nodes);
  }

  /** Holds the model whole and lends to nobody. */
  public static StageSettings alone() {
    return new StageSettings(
        List.of(), List.of(), new StageLimits(1, 1), Precision.BFLOAT16, Duration.ofSeconds(1));
  }

  /** Whether it trains through stages; else it holds the model whole. */
  public boolean isPipeline() {
    return !stages.isEmpty();
  }

  /** Refuses services that do not go with these settings. */
  public void requireFit(Set<NodeService> services) {
    if (!isPipeline()) {
      return;
    }
    Require.that(
        services.contains(NodeService.TRAIN),
        ErrorCode.BAD_CONFIG,
        "stages are named but the node does not train; add train to its services or leave stages out");
    Require.that(
        !services.contains(NodeService.EVALUATE),
        ErrorCode.BAD_CONFIG,
        "a node that trains through stages cannot evaluate, which needs the whole model;"
            + " take evaluate from its services or leave stages out");
  }
}
