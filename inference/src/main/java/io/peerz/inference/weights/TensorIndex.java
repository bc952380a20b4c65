package io.peerz.inference.weights;

import static io.peerz.inference.weights.Checkpoints.bad;

import io.peerz.inference.model.ModelConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** All tensors of a model folder, in one safetensors file or in several named by an index. */
final class TensorIndex {
  private static final String SINGLE = "model.safetensors";
  private static final String INDEX = "model.safetensors.index.json";
  private static final long MAX_INDEX_BYTES = 16L << 20;

  /** What one Java array holds. */
  private static final long MAX_ELEMENTS = Integer.MAX_VALUE - 64L;

  /** A tensor and the file that holds it. */
  record Located(SafetensorsFile file, TensorEntry entry) {}

  private final Map<String, Located> tensors;

  private final boolean partial;

  private TensorIndex(Map<String, Located> tensors, boolean partial) {
    this.tensors = tensors;
    this.partial = partial;
  }

  /**
   * Reads the headers of all files.
   *
   * @param partial whether files that the index names may be elsewhere
   */
  static TensorIndex open(Path folder, boolean partial) {
    Map<String, Located> tensors = new HashMap<>();
    for (String name : fileNames(folder)) {
      Path path = folder.resolve(name);
      if (partial && !Files.exists(path)) {
        continue;
      }
      if (!Files.isRegularFile(path)) {
        throw bad(path + " is missing; fetch the checkpoint again.");
      }
      SafetensorsFile file = SafetensorsFile.open(path);
      for (TensorEntry entry : file.entries()) {
        if (tensors.put(entry.name(), new Located(file, entry)) != null) {
          throw bad("tensor " + entry.name() + " is in two files of " + folder);
        }
      }
    }
    return new TensorIndex(tensors, partial);
  }

  private static Iterable<String> fileNames(Path folder) {
    Path index = folder.resolve(INDEX);
    if (!Files.exists(index)) {
      return List.of(SINGLE);
    }
    JsonNode map =
        Checkpoints.parseObject(Checkpoints.readSmall(index, MAX_INDEX_BYTES), INDEX)
            .path("weight_map");
    TreeSet<String> names = new TreeSet<>();
    for (JsonNode value : map) {
      String name = value.asString("");
      if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,200}\\.safetensors")) {
        throw bad(INDEX + " names a file that is not a plain *.safetensors name: " + name);
      }
      names.add(name);
    }
    if (names.isEmpty()) {
      throw bad(INDEX + " names no file");
    }
    return names;
  }

  boolean holds(String name) {
    return tensors.containsKey(name);
  }

  boolean holds(int layer) {
    return holds(TensorPlan.name(layer, TensorPlan.OUTPUT));
  }

  /** The type of the layers' matrices. */
  TensorType matrixType() {
    return tensors.entrySet().stream()
        .filter(tensor -> tensor.getKey().endsWith(TensorPlan.OUTPUT))
        .min(Map.Entry.comparingByKey())
        .map(tensor -> tensor.getValue().entry().type())
        .orElseThrow(() -> bad("the folder holds no layer at all"));
  }

  Located get(String name) {
    Located located = tensors.get(name);
    if (located == null) {
      throw bad("tensor " + name + " is missing; the checkpoint is incomplete.");
    }
    return located;
  }

  /** Refuses missing, misshapen and surplus tensors, and matrices of mixed types. */
  void requireMatches(ModelConfig config) {
    Map<String, List<Long>> plan = new LinkedHashMap<>();
    if (!partial || holds(TensorPlan.EMBEDDING)) {
      plan.putAll(TensorPlan.edges(config));
    }
    for (int layer = 0; layer < config.geometry().layers(); layer++) {
      if (!partial || holds(layer)) {
        plan.putAll(TensorPlan.layer(config, layer));
      }
    }
    plan.forEach((name, shape) -> requireShape(get(name).entry(), shape, config));
    for (String name : tensors.keySet()) {
      if (!plan.containsKey(name) && !TensorPlan.isRedundant(name, config)) {
        throw bad("tensor " + name + " belongs to no part of the model that config.json describes");
      }
    }
  }

  private static void requireShape(TensorEntry entry, List<Long> shape, ModelConfig config) {
    if (!entry.shape().equals(shape)) {
      throw bad(
          "tensor " + entry.name() + " has shape " + entry.shape() + ", config.json says " + shape);
    }
    if (shape.stream().reduce(1L, (a, b) -> a * b) > MAX_ELEMENTS) {
      throw bad("tensor " + entry.name() + " has more than " + MAX_ELEMENTS + " elements");
    }
    boolean mayDiffer = shape.size() == 1 || TensorPlan.mayDiffer(entry.name(), config);
    if (!mayDiffer && entry.type().code() != config.geometry().weightDtype()) {
      throw bad("tensor " + entry.name() + " has another dtype than the other layers' matrices");
    }
  }
}
