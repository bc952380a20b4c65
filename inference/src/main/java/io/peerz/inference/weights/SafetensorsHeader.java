package io.peerz.inference.weights;

import static io.peerz.inference.weights.Checkpoints.bad;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Parses the JSON header of a safetensors file. It must describe every data byte exactly once, as
 * the format's own rules demand: no holes, no overlaps, nothing behind the last tensor.
 */
final class SafetensorsHeader {
  static final long MAX_HEADER_BYTES = 16L << 20;
  private static final int MAX_TENSORS = 100_000;
  private static final int MAX_DIMENSIONS = 8;

  private SafetensorsHeader() {}

  /**
   * @param dataStart file offset of the first data byte
   * @param dataLength data bytes in the file
   */
  static List<TensorEntry> parse(byte[] json, long dataStart, long dataLength, String file) {
    JsonNode root = Checkpoints.parseObject(json, "header of " + file);
    if (root.size() > MAX_TENSORS) {
      throw bad(file + " names " + root.size() + " tensors; at most " + MAX_TENSORS + " are read.");
    }
    List<TensorEntry> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      if (!field.getKey().equals("__metadata__")) {
        entries.add(entry(field.getKey(), field.getValue(), dataStart));
      }
    }
    entries.sort(Comparator.comparingLong(TensorEntry::offset));
    requireContiguous(entries, dataStart, dataLength, file);
    return entries;
  }

  private static TensorEntry entry(String name, JsonNode node, long dataStart) {
    JsonNode dtype = node.path("dtype");
    JsonNode shape = node.path("shape");
    JsonNode offsets = node.path("data_offsets");
    if (!dtype.isString() || !shape.isArray() || !offsets.isArray() || offsets.size() != 2) {
      throw bad("tensor " + name + " lacks dtype, shape or data_offsets");
    }
    TensorType type = TensorType.of(dtype.stringValue(), name);
    List<Long> sizes = new ArrayList<>();
    if (shape.size() > MAX_DIMENSIONS) {
      throw bad("tensor " + name + " has " + shape.size() + " dimensions");
    }
    for (JsonNode size : shape) {
      sizes.add(nonNegative(size, "shape of tensor " + name));
    }
    long begin = nonNegative(offsets.get(0), "offset of tensor " + name);
    long end = nonNegative(offsets.get(1), "offset of tensor " + name);
    if (end - begin != byteLength(sizes, type, name)) {
      throw bad("tensor " + name + " spans " + (end - begin) + " bytes, not what its shape needs");
    }
    return new TensorEntry(name, type, sizes, Math.addExact(dataStart, begin), end - begin);
  }

  private static long nonNegative(JsonNode node, String what) {
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      throw bad(what + " is not a whole number");
    }
    long value = node.longValue();
    if (value < 0 || value > 1L << 50) {
      throw bad(what + " is out of range: " + value);
    }
    return value;
  }

  private static long byteLength(List<Long> shape, TensorType type, String name) {
    if (type.block() > 1 && (shape.size() != 2 || shape.getLast() % type.block() != 0)) {
      throw bad("tensor " + name + " is not a matrix of whole blocks");
    }
    try {
      long count = 1;
      for (long size : shape) {
        count = Math.multiplyExact(count, size);
      }
      return type.bytes(count);
    } catch (ArithmeticException e) {
      throw bad("shape of tensor " + name + " overflows", e);
    }
  }

  private static void requireContiguous(
      List<TensorEntry> entries, long dataStart, long dataLength, String file) {
    long at = dataStart;
    for (TensorEntry entry : entries) {
      if (entry.offset() != at) {
        throw bad(file + ": tensor " + entry.name() + " leaves a hole or overlaps another one");
      }
      at += entry.length();
    }
    if (at != dataStart + dataLength) {
      throw bad(
          file
              + " should hold "
              + (at - dataStart)
              + " data bytes but holds "
              + dataLength
              + "; it is truncated or padded, fetch it again.");
    }
  }
}
