package io.peerz.devnet.swarm;

import io.peerz.inference.engine.EngineConfig;
import io.peerz.inference.engine.ShardEngine;
import io.peerz.inference.engine.exact.ExactEngine;
import io.peerz.inference.model.ModelConfig;
import io.peerz.inference.model.ModelFamily;
import io.peerz.inference.model.RopeScaling;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.inference.weights.SeededWeights;
import io.peerz.inference.weights.ShardWeights;
import io.peerz.proof.cost.Geometry;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A model that every process of a swarm makes for itself.
 *
 * @param spec "seeded:LAYERS:WIDTH:INNER" for weights made from a seed, with ":CONTEXT" behind it
 *     where that is not 1024, or the folder of a model
 */
public record SwarmModel(String spec) {
  private static final String SEEDED = "seeded:";
  private static final int VOCAB = 8192;
  private static final int HEAD_DIM = 64;
  private static final int CONTEXT = 1024;
  private static final int CONTEXT_PART = 3;
  private static final int BF16 = 1;
  private static final long SEED = 7;
  private static final long CACHE_BYTES = 512L << 20;

  /** Random weights in the shape of a Llama of about 82 million parameters. */
  public static SwarmModel medium() {
    return new SwarmModel(SEEDED + "12:768:2048");
  }

  /** Random weights of about 28 million parameters for contexts of 8,192 positions and more. */
  public static SwarmModel longContext() {
    return new SwarmModel(SEEDED + "8:512:1408:8448");
  }

  public static SwarmModel of(Path folder) {
    return new SwarmModel(folder.toString());
  }

  public Geometry geometry() {
    return isSeeded() ? seededConfig().geometry() : folder().config().geometry();
  }

  public Digest modelId() {
    return isSeeded()
        ? Keccak.hash(spec.getBytes(StandardCharsets.UTF_8))
        : folder().manifest().modelId();
  }

  /** Millions of parameters, embedding included. */
  public double millions() {
    Geometry g = geometry();
    double attention = (double) g.dModel() * g.headDim() * 2 * (g.heads() + g.kvHeads());
    double feedForward = 3.0 * g.dModel() * g.dFf();
    return (g.layers() * (attention + feedForward) + (double) g.vocab() * g.dModel()) / 1e6;
  }

  /** The longest context. */
  int context() {
    return isSeeded() ? seededConfig().maxPositions() : folder().config().maxPositions();
  }

  public ShardEngine engine(int layerStart, int layerEnd) {
    ShardWeights weights =
        isSeeded()
            ? SeededWeights.of(seededConfig(), SEED, layerStart, layerEnd)
            : folder().loadLayers(layerStart, layerEnd);
    return new ExactEngine(weights, new EngineConfig(1, CACHE_BYTES, 0));
  }

  private boolean isSeeded() {
    return spec.startsWith(SEEDED);
  }

  private ModelFolder folder() {
    return ModelFolder.open(Path.of(spec));
  }

  private ModelConfig seededConfig() {
    String[] parts = spec.substring(SEEDED.length()).split(":", -1);
    int layers = Integer.parseInt(parts[0]);
    int width = Integer.parseInt(parts[1]);
    int heads = width / HEAD_DIM;
    Geometry geometry =
        new Geometry(
            layers,
            width,
            heads,
            Math.max(1, heads / 3),
            HEAD_DIM,
            Integer.parseInt(parts[2]),
            VOCAB,
            BF16,
            0);
    int context = parts.length > CONTEXT_PART ? Integer.parseInt(parts[CONTEXT_PART]) : CONTEXT;
    return new ModelConfig(
        ModelFamily.LLAMA, geometry, 1e-5f, 10_000, new RopeScaling.None(), context, true);
  }
}
