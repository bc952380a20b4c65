package io.peerz.finetune.store;

import io.peerz.finetune.model.LlamaConfig;
import io.peerz.finetune.param.ParameterSet;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The shipped model's directory in HuggingFace layout. */
public final class PebbleDirectory {
  public static final String WEIGHTS = "model.safetensors";
  private static final List<String> FIXED =
      List.of("config.json", "generation_config.json", "tokenizer_config.json");

  private PebbleDirectory() {}

  /** The geometry that the directory's {@code config.json} states. */
  public static LlamaConfig geometry() {
    try (InputStream in = resource("config.json")) {
      return LlamaConfigFile.parse(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes everything; the weights as bfloat16. {@code card} becomes the README. */
  public static void write(Path directory, ParameterSet weights, String card) throws IOException {
    Files.createDirectories(directory);
    for (String name : FIXED) {
      try (InputStream in = resource(name)) {
        Files.write(directory.resolve(name), in.readAllBytes());
      }
    }
    Files.writeString(directory.resolve("tokenizer.json"), ByteTokenizerFile.json());
    Files.write(
        directory.resolve(WEIGHTS),
        SafeTensors.encode(weights, SafeTensors.Type.BF16, Map.of("format", "pt")));
    Files.writeString(directory.resolve("README.md"), card, StandardCharsets.UTF_8);
  }

  private static InputStream resource(String name) {
    return PebbleDirectory.class.getResourceAsStream("pebble/" + name);
  }
}
