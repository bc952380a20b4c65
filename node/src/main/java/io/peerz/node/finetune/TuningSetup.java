package io.peerz.node.finetune;

import io.peerz.node.data.NodeService;
import io.peerz.proof.encode.Domain;
import io.peerz.proof.id.Digest;
import io.peerz.proof.journal.SigningJournal;
import io.peerz.proof.sign.SigningKey;
import java.nio.file.Path;
import java.util.Set;

/**
 * What a node's part in fine-tuning is made with.
 *
 * @param folder of the node
 * @param model folder of the base
 * @param layerStart first of the layers that it serves, and lends
 * @param layerEnd layer after the last of them
 * @param spkiHash of the node's TLS key
 * @param marketDomain of the market's signatures
 * @param threads that one computation uses
 * @param stages whom it trains through and whom it lends to
 * @param collectsFees whether it claims the fees of its seats by itself
 * @param lazy whether it trains a fifth of each unit, for demonstrations
 */
public record TuningSetup(
    Path folder,
    Path model,
    int layerStart,
    int layerEnd,
    Set<NodeService> services,
    Digest nodeId,
    SigningKey signer,
    SigningJournal journal,
    Digest spkiHash,
    Domain marketDomain,
    int threads,
    StageSettings stages,
    boolean collectsFees,
    boolean lazy) {
  public TuningSetup {
    services = Set.copyOf(services);
  }

  /** Whether it has duties in rounds. */
  boolean trains() {
    return services.contains(NodeService.TRAIN) || services.contains(NodeService.EVALUATE);
  }

  /** How it trains and what it lends, for its operator. */
  public TrainingNote note() {
    return TrainingNote.of(this);
  }
}
