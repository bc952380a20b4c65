package io.peerz.finetune.adapter;

import io.peerz.finetune.model.LlamaNames;
import io.peerz.finetune.model.LoraConfig;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.finetune.store.SafeTensors;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A low-rank adapter in PEFT's layout: {@code adapter_model.safetensors} and {@code
 * adapter_config.json}.
 *
 * @param config rank and scale
 * @param weights matrices under PEFT's names
 * @param lineage where it comes from
 */
public record PeftAdapter(LoraConfig config, ParameterSet weights, AdapterLineage lineage) {
  private static final String WEIGHTS = "adapter_model.safetensors";
  private static final String CONFIG = "adapter_config.json";
  private static final JsonMapper JSON = JsonMapper.shared();

  /** Writes both files; {@code baseName} tells PEFT which model to load first. */
  public void write(Path directory, String baseName) throws IOException {
    Files.createDirectories(directory);
    Files.write(
        directory.resolve(WEIGHTS),
        SafeTensors.encode(weights, SafeTensors.Type.F32, lineage.metadata()));
    Files.writeString(directory.resolve(CONFIG), configJson(baseName));
  }

  /** Reads both files and checks that they are an adapter this code applies as PEFT would. */
  public static PeftAdapter read(Path directory) throws IOException {
    byte[] weights = Files.readAllBytes(directory.resolve(WEIGHTS));
    return new PeftAdapter(
        parseConfig(Files.readAllBytes(directory.resolve(CONFIG))),
        SafeTensors.decode(weights),
        AdapterLineage.of(SafeTensors.metadata(weights)));
  }

  private String configJson(String baseName) {
    ObjectNode root = JSON.createObjectNode();
    root.put("peft_type", "LORA").put("task_type", "CAUSAL_LM");
    root.put("base_model_name_or_path", baseName);
    root.put("r", config.rank()).put("lora_alpha", config.alpha()).put("lora_dropout", 0.0);
    ArrayNode targets = root.putArray("target_modules");
    for (String map : LlamaNames.LINEAR_MAPS) {
      targets.add(map.substring(map.indexOf('.') + 1));
    }
    root.put("bias", "none").put("fan_in_fan_out", false);
    root.put("use_rslora", false).put("use_dora", false).put("inference_mode", true);
    return root.toPrettyString() + "\n";
  }

  private static LoraConfig parseConfig(byte[] json) {
    try {
      JsonNode root = JSON.readTree(json);
      boolean plain =
          root.path("peft_type").asString("").equals("LORA")
              && root.path("bias").asString("none").equals("none")
              && !root.path("use_rslora").asBoolean(false)
              && !root.path("use_dora").asBoolean(false)
              && !root.path("fan_in_fan_out").asBoolean(false);
      if (!plain) {
        throw refused("it is not a plain LoRA without biases");
      }
      return new LoraConfig(root.path("r").asInt(0), root.path("lora_alpha").asDouble(0));
    } catch (JacksonException | IllegalArgumentException e) {
      throw refused("its configuration cannot be read: " + e.getMessage());
    }
  }

  static PeerzException refused(String why) {
    return new PeerzException(ErrorCode.BAD_CHECKPOINT, "adapter refused: " + why);
  }
}
