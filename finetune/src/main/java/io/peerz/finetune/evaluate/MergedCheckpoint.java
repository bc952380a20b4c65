package io.peerz.finetune.evaluate;

import io.peerz.finetune.model.LlamaCheckpoint;
import io.peerz.finetune.model.LoraConfig;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.finetune.store.SafeTensors;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A base with an adapter folded in, as a checkpoint of its own: float32, in HuggingFace's layout.
 */
public final class MergedCheckpoint {
  private static final String WEIGHTS = "model.safetensors";
  private static final String CONFIG = "config.json";
  private static final JsonMapper JSON = JsonMapper.shared();

  private MergedCheckpoint() {}

  /** Writes into a folder that is empty or not there yet; tokenizer and template are the base's. */
  public static void write(Path base, LoraConfig lora, ParameterSet adapter, Path out)
      throws IOException {
    Files.createDirectories(out);
    try (Stream<Path> present = Files.list(out)) {
      Require.that(
          present.findAny().isEmpty(), ErrorCode.BAD_REQUEST, out + " is not empty; name another");
    }
    ModelFolder folder = ModelFolder.open(base);
    int layers = folder.config().geometry().layers();
    ParameterSet merged =
        LlamaCheckpoint.parameters(MergedWeights.of(folder.loadLayers(0, layers), lora, adapter));
    Files.write(
        out.resolve(WEIGHTS),
        SafeTensors.encode(merged, SafeTensors.Type.F32, Map.of("format", "pt")));
    ObjectNode config = (ObjectNode) JSON.readTree(Files.readString(base.resolve(CONFIG)));
    config.put("torch_dtype", "float32");
    Files.writeString(out.resolve(CONFIG), config.toPrettyString() + "\n");
    for (Path file : others(base)) {
      Files.copy(file, out.resolve(file.getFileName()));
    }
  }

  private static List<Path> others(Path base) throws IOException {
    try (Stream<Path> files = Files.list(base)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".json"))
          .filter(file -> !file.getFileName().toString().equals(CONFIG))
          .filter(file -> !file.getFileName().toString().startsWith(WEIGHTS))
          .toList();
    }
  }
}
