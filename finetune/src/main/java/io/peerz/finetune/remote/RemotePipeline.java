package io.peerz.finetune.remote;

import io.peerz.finetune.model.LlamaConfig;
import io.peerz.finetune.model.LoraConfig;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.ShardId;
import io.peerz.proof.sign.SigningKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The nodes whose layers together are one model, and the key of the node that trains with them. */
public final class RemotePipeline {
  private final StageClients clients;
  private final Supplier<List<NodeAddress>> nodes;
  private final Digest modelId;
  private final LlamaConfig config;
  private final SigningKey key;
  private final Precision precision;

  /**
   * Asks nobody yet.
   *
   * @param nodes in any order; asked for at each opening, since addresses change
   */
  public RemotePipeline(
      StageClients clients,
      Supplier<List<NodeAddress>> nodes,
      Digest modelId,
      LlamaConfig config,
      SigningKey key,
      Precision precision) {
    this.clients = clients;
    this.nodes = nodes;
    this.modelId = modelId;
    this.config = config;
    this.key = key;
    this.precision = precision;
  }

  public Digest modelId() {
    return modelId;
  }

  public LlamaConfig config() {
    return config;
  }

  /** Sessions at all stages, beginning at {@code start}; the caller closes them. */
  public OpenStages open(LoraConfig lora, int rows, int tokens, ParameterSet start) {
    List<RemoteStage> stages = new ArrayList<>();
    try {
      for (Map.Entry<NodeAddress, ShardId> lent : chain()) {
        ShardId layers = lent.getValue();
        StageTerms terms =
            new StageTerms(
                modelId, layers.layerStart(), layers.layerEnd(), lora, rows, tokens, precision);
        ParameterSet part = LoraConfig.layersOf(start, layers.layerStart(), layers.layerEnd());
        stages.add(clients.open(lent.getKey(), terms, config, part, key));
      }
      return new OpenStages(stages);
    } catch (RuntimeException e) {
      stages.forEach(RemoteStage::close);
      throw e;
    }
  }

  /** Each lender and its layers, from the model's first layer to its last. */
  private List<Map.Entry<NodeAddress, ShardId>> chain() {
    List<Map.Entry<NodeAddress, ShardId>> lent =
        nodes.get().stream()
            .map(node -> Map.entry(node, clients.describe(node)))
            .sorted(Comparator.comparingInt(entry -> entry.getValue().layerStart()))
            .toList();
    int layer = 0;
    for (Map.Entry<NodeAddress, ShardId> entry : lent) {
      ShardId layers = entry.getValue();
      if (!layers.modelId().equals(modelId) || layers.layerStart() != layer) {
        throw broken(lent, layer);
      }
      layer = layers.layerEnd();
    }
    if (layer != config.layers()) {
      throw broken(lent, layer);
    }
    return lent;
  }

  private PeerzException broken(List<Map.Entry<NodeAddress, ShardId>> lent, int layer) {
    String what =
        lent.stream()
            .map(
                entry ->
                    "%s lends %d to %d of %s"
                        .formatted(
                            entry.getKey(),
                            entry.getValue().layerStart(),
                            entry.getValue().layerEnd(),
                            entry.getValue().modelId().shortHex()))
            .collect(Collectors.joining(", "));
    return new PeerzException(
        ErrorCode.NO_ROUTE,
        "no stage begins at layer %d of %d of model %s: %s; name stages that follow one another"
            .formatted(layer, config.layers(), modelId.shortHex(), what));
  }
}
