package io.peerz.inference.gguf;

import io.peerz.inference.model.Quantisation;
import io.peerz.inference.weights.ImportedFolder;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.inference.weights.SafetensorsWriter;
import io.peerz.inference.weights.ScratchFolder;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes a model folder of a GGUF file: first one in HuggingFace's layout, whose blocks are the
 * file's own, then by the ordinary import with all its checks. Files of the tokenizer that lie
 * beside the GGUF file go before what the file itself says. Needs twice the file's size on the disk
 * while it runs. Blocks.
 */
public final class GgufImport {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String TOKENIZER = "tokenizer.json";
  private static final String TOKENIZER_CONFIG = "tokenizer_config.json";
  private static final long MAX_SMALL_BYTES = 64L << 20;

  private GgufImport() {}

  /**
   * Checks the file and makes the folder of it.
   *
   * @param target the new folder, which must not exist
   * @param form how matrices are rounded when the model is loaded; only of a file without blocks
   * @param layerDone is told each layer that has been checked and written
   */
  public static ModelFolder make(
      Path gguf, Path target, Optional<Quantisation> form, IntConsumer layerDone) {
    Require.that(
        !Files.exists(target),
        ErrorCode.BAD_REQUEST,
        target + " exists; choose another id or remove it first.");
    Path work = target.resolveSibling("." + target.getFileName() + ".gguf");
    try (ScratchFolder scratch = ScratchFolder.make(work)) {
      convert(gguf, scratch.path());
      return ImportedFolder.make(scratch.path(), target, form, layerDone);
    } catch (IOException e) {
      throw new PeerzException(
          ErrorCode.IO, "cannot import into " + target + ": " + e.getMessage(), e);
    }
  }

  private static void convert(Path gguf, Path folder) throws IOException {
    try (GgufFile file = GgufFile.open(gguf)) {
      GgufFamily family = GgufFamily.of(file.metadata());
      ObjectNode config = GgufConfig.of(file, family);
      write(folder.resolve("config.json"), config);
      tokenizer(gguf.toAbsolutePath().getParent(), folder, file.metadata());
      List<SafetensorsWriter.Source> tensors = GgufTensors.of(file, family, config);
      SafetensorsWriter.write(folder.resolve("model.safetensors"), tensors);
    }
  }

  private static void tokenizer(Path beside, Path folder, GgufMetadata metadata)
      throws IOException {
    if (!copied(beside, folder, TOKENIZER)) {
      write(folder.resolve(TOKENIZER), GgufTokenizer.of(metadata));
    }
    boolean chat = copied(beside, folder, "chat_template.jinja");
    if (!copied(beside, folder, TOKENIZER_CONFIG) && !chat) {
      Optional<ObjectNode> config = GgufTokenizer.chat(metadata);
      if (config.isPresent()) {
        write(folder.resolve(TOKENIZER_CONFIG), config.get());
      }
    }
    copied(beside, folder, "generation_config.json");
  }

  private static boolean copied(Path beside, Path folder, String name) throws IOException {
    Path file = beside.resolve(name);
    if (!Files.isRegularFile(file)) {
      return false;
    }
    if (Files.size(file) > MAX_SMALL_BYTES) {
      throw Gguf.bad(file + " is too large to be what its name says.");
    }
    Files.copy(file, folder.resolve(name));
    return true;
  }

  private static void write(Path file, ObjectNode json) throws IOException {
    Files.write(file, JSON.writeValueAsBytes(json));
  }
}
