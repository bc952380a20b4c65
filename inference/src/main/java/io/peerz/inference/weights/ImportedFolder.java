package io.peerz.inference.weights;

import static io.peerz.inference.weights.Checkpoints.bad;

import io.peerz.inference.model.Quantisation;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.peerz.proof.manifest.ModelManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes a checkpoint as it comes and makes a model folder of it whose weights lie in one file per
 * layer, and one for what is outside of the layers: a node of a layer range needs its own files
 * only. Every byte is read and checked on the way; the weights' root, and so the model's id, is
 * that of the source, or of the source rounded to fewer bits. The folder appears whole or not at
 * all. Blocks on the disk.
 */
public final class ImportedFolder {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String EDGES_FILE = "edges.safetensors";
  private static final long MAX_SMALL_BYTES = 64L << 20;

  /** What a model folder holds beside its weights; the first two must be there. */
  private static final List<String> SMALL_FILES =
      List.of(
          "config.json",
          "tokenizer.json",
          "tokenizer_config.json",
          "generation_config.json",
          "chat_template.jinja");

  private final ModelFolder source;
  private final Optional<Quantisation> form;
  private final Path work;

  private ImportedFolder(ModelFolder source, Optional<Quantisation> form, Path work) {
    this.source = source;
    this.form = form;
    this.work = work;
  }

  /**
   * Checks the source and makes the folder of it.
   *
   * @param target the new folder, which must not exist
   * @param form how the matrices are rounded when the new model is loaded
   * @param layerDone is told each layer that has been checked and written
   */
  public static ModelFolder make(
      Path source, Path target, Optional<Quantisation> form, IntConsumer layerDone) {
    Require.that(
        !Files.exists(target),
        ErrorCode.BAD_REQUEST,
        target + " exists; choose another id or remove it first.");
    ModelFolder model = ModelFolder.open(source);
    if (form.isPresent() && model.config().quantisation().isPresent()) {
      throw bad(source + " is rounded already; name the model that it was made of.");
    }
    Path work = target.resolveSibling("." + target.getFileName() + ".import");
    try (ScratchFolder scratch = ScratchFolder.make(work)) {
      new ImportedFolder(model, form, scratch.path()).fill(layerDone);
      Files.move(work, target, StandardCopyOption.ATOMIC_MOVE);
      return ModelFolder.open(target);
    } catch (IOException e) {
      throw new PeerzException(
          ErrorCode.IO, "cannot import into " + target + ": " + e.getMessage(), e);
    }
  }

  private void fill(IntConsumer layerDone) throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    int layers = source.config().geometry().layers();
    try (MappedTensors tensors = new MappedTensors(source.index())) {
      write(files, EDGES_FILE, TensorPlan.edges(source.config()).keySet(), tensors);
      for (int layer = 0; layer < layers; layer++) {
        source.loadLayers(layer, layer + 1); // refuses what is not a number
        Set<String> names = TensorPlan.layer(source.config(), layer).keySet();
        write(files, "layer-%04d.safetensors".formatted(layer), names, tensors);
        layerDone.accept(layer);
      }
    }
    JSON.writeValue(
        work.resolve("model.safetensors.index.json").toFile(), Map.of("weight_map", files));
    for (String name : SMALL_FILES) {
      Path file = source.path().resolve(name);
      if (Files.exists(file)) {
        Files.write(work.resolve(name), Checkpoints.readSmall(file, MAX_SMALL_BYTES));
      }
    }
    if (form.isPresent()) {
      Files.write(work.resolve("config.json"), RoundedFolder.config(source.path(), form.get()));
    }
    requireSame(ModelFolder.open(work).manifest());
  }

  private void write(
      Map<String, String> files, String file, Set<String> names, MappedTensors tensors) {
    SafetensorsWriter.write(work.resolve(file), names, tensors);
    names.forEach(name -> files.put(name, file));
  }

  private void requireSame(ModelManifest written) {
    ModelManifest expected = form.map(source::rounded).orElse(source).manifest();
    if (!written.modelId().equals(expected.modelId())) {
      throw bad(source.path() + " changed while it was read; stop what writes to it.");
    }
  }
}
