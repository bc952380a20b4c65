package io.peerz.finetune.remote;

import io.peerz.finetune.model.LlamaConfig;
import io.peerz.finetune.model.LoraConfig;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.finetune.pipeline.TrainingStage;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.ShardId;
import io.peerz.proof.sign.SigningKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The nodes whose layers together are one model, and the key of the node that trains with them. */
public final class RemotePipeline {
  private final StageClients clients;
  private final Supplier<List<NodeAddress>> nodes;
  private final Optional<LentLayers> own;
  private final Digest modelId;
  private final LlamaConfig config;
  private final SigningKey key;
  private final Precision precision;

  /** Somebody who has a part of the model, and how a session there is opened. */
  private record Lender(
      String name, ShardId layers, BiFunction<StageTerms, ParameterSet, TrainingStage> opener) {}

  /**
   * Asks nobody yet.
   *
   * @param nodes in any order; asked for at each opening, since addresses change
   * @param own layers of this process, which are a stage like the others
   */
  public RemotePipeline(
      StageClients clients,
      Supplier<List<NodeAddress>> nodes,
      Optional<LentLayers> own,
      Digest modelId,
      LlamaConfig config,
      SigningKey key,
      Precision precision) {
    this.clients = clients;
    this.nodes = nodes;
    this.own = own;
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
    List<TrainingStage> stages = new ArrayList<>();
    try {
      for (Lender lender : chain()) {
        ShardId layers = lender.layers();
        StageTerms terms =
            new StageTerms(
                modelId, layers.layerStart(), layers.layerEnd(), lora, rows, tokens, precision);
        ParameterSet part = LoraConfig.layersOf(start, layers.layerStart(), layers.layerEnd());
        stages.add(lender.opener().apply(terms, part));
      }
      return new OpenStages(stages);
    } catch (RuntimeException e) {
      new OpenStages(stages).close();
      throw e;
    }
  }

  /** Each lender and its layers, from the model's first layer to its last. */
  private List<Lender> chain() {
    List<Lender> chain =
        Stream.concat(own.stream().map(RemotePipeline::here), nodes.get().stream().map(this::there))
            .sorted(Comparator.comparingInt(lender -> lender.layers().layerStart()))
            .toList();
    int layer = 0;
    for (Lender lender : chain) {
      ShardId layers = lender.layers();
      if (!layers.modelId().equals(modelId) || layers.layerStart() != layer) {
        throw broken(chain, layer);
      }
      layer = layers.layerEnd();
    }
    if (layer != config.layers()) {
      throw broken(chain, layer);
    }
    return chain;
  }

  private Lender there(NodeAddress node) {
    return new Lender(
        node.toString(),
        clients.describe(node),
        (terms, part) -> clients.open(node, terms, config, part, key));
  }

  private static Lender here(LentLayers layers) {
    return new Lender(
        "this node", layers.range(), (terms, part) -> OwnStage.open(layers, terms, part));
  }

  private PeerzException broken(List<Lender> chain, int layer) {
    String what =
        chain.stream()
            .map(
                lender ->
                    "%s lends %d to %d of %s"
                        .formatted(
                            lender.name(),
                            lender.layers().layerStart(),
                            lender.layers().layerEnd(),
                            lender.layers().modelId().shortHex()))
            .collect(Collectors.joining(", "));
    return new PeerzException(
        ErrorCode.NO_ROUTE,
        "no stage begins at layer %d of %d of model %s: %s; name stages that follow one another"
            .formatted(layer, config.layers(), modelId.shortHex(), what));
  }
}
