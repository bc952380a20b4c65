package io.peerz.inference.engine.djl;

import io.peerz.inference.model.ModelConfig;
import io.peerz.inference.weights.QuantBlocks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where each tensor of a shard lies in the file that the runtime maps. It follows from the model's
 * shape alone, so that a file written once serves every later start.
 *
 * <p>A matrix (rows, cols) in blocks is two parts: its whole numbers with their offset, (rows,
 * blocks, 32 * bits / 8) bytes, two per byte with four bits and the lower column in the low half;
 * and float32 scales (rows, blocks). Query, key and value are one matrix, one below the other.
 */
final class PackLayout {
  /** Parts begin on pages of their own. */
  private static final long ALIGNMENT = 4096;

  static final String EMBEDDING = "embedding";
  static final String HEAD_NORM = "head_norm";
  private static final String HEAD = "head";

  private final ModelConfig config;
  private final LinearForm form;
  private final Map<String, Part> parts = new LinkedHashMap<>();
  private long size;

  /** One tensor of the file. */
  record Part(String name, TensorKind kind, List<Long> dims, long offset) {
    Part {
      dims = List.copyOf(dims);
    }

    long bytes() {
      return dims.stream().reduce((long) kind.bytes(), Math::multiplyExact);
    }
  }

  private PackLayout(ModelConfig config) {
    this.config = config;
    this.form = LinearForm.of(config);
  }

  static PackLayout of(ModelConfig config, int layerStart, int layerEnd) {
    PackLayout layout = new PackLayout(config);
    int width = config.geometry().dModel();
    int vocab = config.geometry().vocab();
    if (layerStart == 0) {
      layout.linear(EMBEDDING, vocab, width);
    }
    for (int layer = layerStart; layer < layerEnd; layer++) {
      layout.layer(layer);
    }
    if (layerEnd == config.geometry().layers()) {
      layout.vector(HEAD_NORM, width);
      if (layout.head().equals(HEAD)) {
        layout.linear(HEAD, vocab, width);
      }
    }
    return layout;
  }

  private void layer(int layer) {
    int width = config.geometry().dModel();
    int inner = config.geometry().dFf();
    int fused = config.queryWidth() + 2 * config.keyWidth();
    vector(name(layer, "attention_norm"), width);
    linear(name(layer, "qkv"), fused, width);
    if (config.family().qkvBias()) {
      vector(name(layer, "qkv_bias"), fused);
    }
    if (config.family().qkNorm()) {
      vector(name(layer, "query_norm"), config.geometry().headDim());
      vector(name(layer, "key_norm"), config.geometry().headDim());
    }
    linear(name(layer, "output"), width, config.queryWidth());
    vector(name(layer, "feed_forward_norm"), width);
    linear(name(layer, "gate"), inner, width);
    linear(name(layer, "up"), inner, width);
    linear(name(layer, "down"), width, inner);
  }

  static String name(int layer, String what) {
    return layer + "." + what;
  }

  private void linear(String name, long rows, int cols) {
    if (form.isBlocks()) {
      long blocks = QuantBlocks.blocks(cols);
      add(
          quanta(name),
          TensorKind.UINT8,
          rows,
          blocks,
          (long) QuantBlocks.BLOCK * form.bits() / Byte.SIZE);
      add(scales(name), TensorKind.FLOAT32, rows, blocks);
    } else {
      add(name, TensorKind.FLOAT32, rows, (long) cols);
    }
  }

  private void vector(String name, long width) {
    add(name, TensorKind.FLOAT32, width);
  }

  private void add(String name, TensorKind kind, Long... dims) {
    Part part = new Part(name, kind, List.of(dims), size);
    parts.put(name, part);
    size += (part.bytes() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  static String quanta(String linear) {
    return linear + ".quanta";
  }

  static String scales(String linear) {
    return linear + ".scales";
  }

  /** The name of the head's matrix: a tied head is the embedding where this shard has it. */
  String head() {
    return config.tiedHead()
            && (parts.containsKey(EMBEDDING) || parts.containsKey(quanta(EMBEDDING)))
        ? EMBEDDING
        : HEAD;
  }

  LinearForm form() {
    return form;
  }

  Part part(String name) {
    return parts.get(name);
  }

  /** The parts of one linear map, or the one vector, of that name. */
  List<Part> partsOf(String name) {
    List<Part> found = new ArrayList<>();
    for (String each : List.of(name, quanta(name), scales(name))) {
      if (parts.containsKey(each)) {
        found.add(parts.get(each));
      }
    }
    return found;
  }

  /** Bytes of the file. */
  long size() {
    return size;
  }
}
