package io.peerz.inference.weights;

import static io.peerz.inference.weights.Checkpoints.bad;

import io.peerz.inference.model.Arithmetic;
import io.peerz.inference.model.ModelConfig;
import io.peerz.inference.model.Quantisation;
import io.peerz.inference.text.ChatTemplate;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import io.peerz.proof.manifest.ModelManifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * A model in HuggingFace layout: config.json, tokenizer.json and safetensors.
 *
 * <p>Opening checks every header, name, shape and type. The weights' bytes are read when they are
 * needed: {@link #manifest} reads all of them once, {@link #loadLayers} those of its range. All
 * methods block on the disk; call them from a virtual thread or at start.
 */
public final class ModelFolder {
  private static final long MAX_CONFIG_BYTES = 1L << 20;

  private final Path folder;
  private final ModelConfig config;
  private final TensorIndex index;
  private final Digest tokenizerHash;
  private final Set<Integer> stopTokens;
  private final Optional<Quantisation> rounding;
  private final Optional<ModelParts> parts;
  private ModelManifest manifest;

  private ModelFolder(
      Path folder,
      ModelConfig config,
      TensorIndex index,
      Digest tokenizerHash,
      Set<Integer> stopTokens,
      Optional<Quantisation> rounding,
      Optional<ModelParts> parts) {
    this.folder = folder;
    this.config = config;
    this.index = index;
    this.tokenizerHash = tokenizerHash;
    this.stopTokens = stopTokens;
    this.rounding = rounding;
    this.parts = parts;
  }

  /** Throws BAD_CHECKPOINT with one line that says what is wrong. */
  public static ModelFolder open(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw bad(folder + " is not a folder; name one that holds config.json and safetensors.");
    }
    Optional<ModelParts> parts = ModelParts.of(folder);
    TensorIndex index = TensorIndex.open(folder, parts.isPresent());
    byte[] json = Checkpoints.readSmall(folder.resolve("config.json"), MAX_CONFIG_BYTES);
    ModelConfig config = ConfigReader.read(json, index.matrixType());
    index.requireMatches(config);
    ModelFolder stored =
        new ModelFolder(
            folder,
            config,
            index,
            TokenizerFile.check(folder, config),
            StopTokens.read(folder, config),
            Optional.empty(),
            parts);
    return ConfigReader.quantisation(json).map(stored::rounded).orElse(stored);
  }

  /**
   * Whether digests of parts are those of a model, told from its small files before any weight is
   * there: only the true digests, configuration and tokenizer give the id.
   */
  public static boolean isModel(Path smallFiles, ModelParts parts, Digest modelId) {
    byte[] json = Checkpoints.readSmall(smallFiles.resolve("config.json"), MAX_CONFIG_BYTES);
    Optional<Quantisation> form = ConfigReader.quantisation(json);
    for (TensorType type : TensorType.values()) {
      ModelConfig stored = ConfigReader.read(json, type);
      if (form.isPresent() && stored.quantisation().isPresent()) {
        continue; // blocks are not rounded anew
      }
      ModelConfig config = form.map(stored::rounded).orElse(stored);
      Digest tokenizer = TokenizerFile.check(smallFiles, config);
      if (new ModelManifest("model", config.geometry(), parts.weightsRoot(), tokenizer)
          .modelId()
          .equals(modelId)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The model as it is served with weights of fewer bits: made from the same bytes when they are
   * loaded, with an arithmetic and so a model id of its own.
   */
  public ModelFolder rounded(Quantisation form) {
    if (rounding.isEmpty() && config.quantisation().isPresent()) {
      throw bad(folder + " is stored in blocks already; it cannot be rounded anew.");
    }
    return new ModelFolder(
        folder, config.rounded(form), index, tokenizerHash, stopTokens, Optional.of(form), parts);
  }

  /** The same weights as the model whose results are that near to one another, with its own id. */
  public ModelFolder in(Arithmetic arithmetic) {
    return new ModelFolder(
        folder, config.in(arithmetic), index, tokenizerHash, stopTokens, rounding, parts);
  }

  TensorIndex index() {
    return index;
  }

  public Path path() {
    return folder;
  }

  public ModelConfig config() {
    return config;
  }

  /** Tokens that end an answer; empty when the model names none. */
  public Set<Integer> stopTokens() {
    return stopTokens;
  }

  /** What the registry knows of the model; reads every byte of the weights the first time. */
  public synchronized ModelManifest manifest() {
    if (manifest == null) {
      try (MappedTensors tensors = new MappedTensors(index)) {
        Digest root = root(tensors).parts().weightsRoot();
        manifest = new ModelManifest(name(), config.geometry(), root, tokenizerHash);
      }
    }
    return manifest;
  }

  private WeightsRoot root(MappedTensors tensors) {
    return new WeightsRoot(tensors, config, configuration(), parts);
  }

  /** What decides the model's answers beside its weights; part of its id, line by line. */
  public String configuration() {
    return CanonicalConfig.text(config, stopTokens, ChatTemplate.digest(folder));
  }

  /**
   * Shows that a row of a layer's matrix, say {@code mlp.gate_proj.weight}, is part of the
   * registered root. Reads every byte of the weights.
   */
  public WeightProof proveRow(int layer, String tensor, int row) {
    try (MappedTensors tensors = new MappedTensors(index)) {
      return root(tensors).prove(layer, tensor, row);
    }
  }

  /** The digests that the weights' root is made of; reads every byte of the weights. */
  public ModelParts parts() {
    try (MappedTensors tensors = new MappedTensors(index)) {
      return root(tensors).parts();
    }
  }

  /** Whether a layer's weights are in this folder, which may hold some layers only. */
  public boolean holds(int layer) {
    return index.holds(layer);
  }

  /** Whether what lies outside of the layers is here: embedding, last norm and head. */
  public boolean holdsEdges() {
    return index.holds(TensorPlan.EMBEDDING);
  }

  /** Reads all weights and refuses NaN and infinity; holds one layer at a time. */
  public void requireFinite() {
    for (int layer = 0; layer < config.geometry().layers(); layer++) {
      if (holds(layer)) {
        loadLayers(layer, layer + 1);
      }
    }
  }

  /**
   * Bytes that {@link #loadLayers} of a range takes, while it rounds as well; within some of what
   * objects cost beside their numbers.
   */
  public long loadedBytes(int layerStart, int layerEnd) {
    requireHeld(layerStart, layerEnd);
    return new LoadedBytes(index, config, rounding).of(layerStart, layerEnd);
  }

  private String name() {
    return folder.toAbsolutePath().normalize().getFileName().toString();
  }

  /** Weights of the norm behind the last layer, one for each element of a row. */
  public float[] finalNorm() {
    try (MappedTensors tensors = new MappedTensors(index)) {
      return new LayerLoader(tensors, config).finalNorm().floats();
    }
  }

  /**
   * Decodes the layers {@code [layerStart, layerEnd)} and, at the model's ends, what lies there.
   */
  public ShardWeights loadLayers(int layerStart, int layerEnd) {
    int layers = config.geometry().layers();
    Require.range(ErrorCode.BAD_REQUEST, "layerStart", layerStart, 0, layers - 1L);
    Require.range(ErrorCode.BAD_REQUEST, "layerEnd", layerEnd, layerStart + 1L, layers);
    requireHeld(layerStart, layerEnd);
    try (MappedTensors tensors = new MappedTensors(index)) {
      ShardWeights weights = new LayerLoader(tensors, config).load(layerStart, layerEnd);
      return rounding.map(weights::rounded).orElse(weights);
    }
  }

  private void requireHeld(int layerStart, int layerEnd) {
    for (int layer = layerStart; parts.isPresent() && layer < layerEnd; layer++) {
      if (!holds(layer)) {
        throw bad(
            "layer %d is not in %s, which holds some layers only; fetch it with peerz model fetch."
                .formatted(layer, folder));
      }
    }
    boolean atAnEnd = layerStart == 0 || layerEnd == config.geometry().layers();
    if (parts.isPresent() && atAnEnd && !holdsEdges()) {
      throw bad(
          "the embedding and head are not in " + folder + "; fetch an end of the model anew.");
    }
  }
}
