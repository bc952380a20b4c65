package io.peerz.finetune.store;

import io.peerz.finetune.param.Parameter;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * HuggingFace's safetensors: eight bytes of header length (little endian), a JSON header of names,
 * types, shapes and offsets, then the values. Reads F32 and BF16; every length and offset is
 * checked against the file before use.
 */
public final class SafeTensors {
  /** How a value is stored. */
  public enum Type {
    F32(4),
    BF16(2);

    private final int bytes;

    Type(int bytes) {
      this.bytes = bytes;
    }
  }

  private static final int LENGTH_BYTES = 8;
  private static final int ALIGNMENT = 8;
  private static final long MAX_HEADER_BYTES = 16L << 20;
  private static final String METADATA = "__metadata__";
  private static final JsonMapper JSON = JsonMapper.shared();

  private SafeTensors() {}

  /** The file's bytes: tensors in the set's order, aligned, with {@code metadata} of strings. */
  public static byte[] encode(ParameterSet parameters, Type type, Map<String, String> metadata) {
    byte[] header = header(parameters, type, metadata);
    long size = LENGTH_BYTES + header.length + parameters.elements() * type.bytes;
    ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
    out.putLong(header.length).put(header);
    for (Parameter parameter : parameters.all()) {
      for (float value : parameter.values()) {
        if (type == Type.F32) {
          out.putFloat(value);
        } else {
          out.putShort(Bfloat16.bits(value));
        }
      }
    }
    return out.array();
  }

  private static byte[] header(ParameterSet parameters, Type type, Map<String, String> metadata) {
    ObjectNode header = JSON.createObjectNode();
    ObjectNode strings = header.putObject(METADATA);
    metadata.forEach(strings::put);
    long offset = 0;
    for (Parameter parameter : parameters.all()) {
      ObjectNode entry = header.putObject(parameter.name());
      entry.put("dtype", type.name());
      ArrayNode shape = entry.putArray("shape");
      for (int length : parameter.shape()) {
        shape.add(length);
      }
      long end = offset + (long) parameter.size() * type.bytes;
      entry.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    String json = header.toString();
    int padding = Math.floorMod(-json.getBytes(StandardCharsets.UTF_8).length, ALIGNMENT);
    return (json + " ".repeat(padding)).getBytes(StandardCharsets.UTF_8);
  }

  /** Reads a whole file of at most two gigabytes. */
  public static ParameterSet read(Path file) throws IOException {
    return decode(Files.readAllBytes(file));
  }

  /** The tensors of {@code bytes} in the header's order. */
  public static ParameterSet decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    JsonNode header = readHeader(in);
    ByteBuffer data = in.slice().order(ByteOrder.LITTLE_ENDIAN);
    List<Parameter> parameters = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : header.properties()) {
      if (!entry.getKey().equals(METADATA)) {
        parameters.add(readTensor(entry.getKey(), entry.getValue(), data));
      }
    }
    return new ParameterSet(parameters);
  }

  /** The strings of the file's metadata. */
  public static Map<String, String> metadata(byte[] bytes) {
    JsonNode header = readHeader(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    Map<String, String> metadata = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : header.path(METADATA).properties()) {
      metadata.put(entry.getKey(), entry.getValue().asString(""));
    }
    return metadata;
  }

  private static JsonNode readHeader(ByteBuffer in) {
    if (in.remaining() < LENGTH_BYTES) {
      throw bad("not a safetensors file: shorter than its length field");
    }
    long length = in.getLong();
    if (length < 2 || length > MAX_HEADER_BYTES || length > in.remaining()) {
      throw bad("not a safetensors file: header of " + length + " bytes");
    }
    byte[] json = new byte[(int) length];
    in.get(json);
    try {
      JsonNode header = JSON.readTree(json);
      if (!header.isObject()) {
        throw bad("not a safetensors file: the header is no JSON object");
      }
      return header;
    } catch (JacksonException _) {
      throw bad("not a safetensors file: the header is no JSON");
    }
  }

  private static Parameter readTensor(String name, JsonNode entry, ByteBuffer data) {
    Type type = type(name, entry.path("dtype").asString(""));
    int[] shape = shape(name, entry.path("shape"));
    long elements = 1;
    for (int length : shape) {
      elements *= length;
      if (elements > Integer.MAX_VALUE) {
        throw bad("tensor '" + name + "' is larger than this reader holds");
      }
    }
    long start = entry.path("data_offsets").path(0).asLong(-1);
    long end = entry.path("data_offsets").path(1).asLong(-1);
    if (start < 0 || end > data.limit() || end - start != elements * type.bytes) {
      throw bad("tensor '" + name + "': its offsets do not fit the file and its shape");
    }
    float[] values = new float[(int) elements];
    for (int i = 0; i < values.length; i++) {
      int at = (int) start + i * type.bytes;
      values[i] = type == Type.F32 ? data.getFloat(at) : Bfloat16.value(data.getShort(at));
    }
    return new Parameter(name, shape, values);
  }

  private static Type type(String name, String dtype) {
    return switch (dtype) {
      case "F32" -> Type.F32;
      case "BF16" -> Type.BF16;
      default ->
          throw bad("tensor '%s' has type '%s'; F32 and BF16 are read".formatted(name, dtype));
    };
  }

  private static int[] shape(String name, JsonNode lengths) {
    int[] shape = new int[lengths.size()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = lengths.path(i).asInt(0);
      if (shape[i] < 1) {
        throw bad("tensor '" + name + "' has a length below 1");
      }
    }
    return shape;
  }

  private static PeerzException bad(String message) {
    return new PeerzException(ErrorCode.BAD_CHECKPOINT, message);
  }
}
