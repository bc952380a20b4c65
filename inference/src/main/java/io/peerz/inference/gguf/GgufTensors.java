package io.peerz.inference.gguf;

import io.peerz.inference.weights.SafetensorsWriter;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** The file's tensors by HuggingFace's names, in HuggingFace's order of rows and experts. */
final class GgufTensors {
  private final GgufFamily family;
  private final GgufNames names;
  private final int heads;
  private final int kvHeads;
  private final int headDim;
  private final List<SafetensorsWriter.Source> result = new ArrayList<>();

  private GgufTensors(GgufFamily family, ObjectNode config) {
    this.family = family;
    this.names = new GgufNames(family);
    this.heads = config.path("num_attention_heads").asInt(0);
    this.kvHeads = config.path("num_key_value_heads").asInt(0);
    this.headDim = config.path("head_dim").asInt(0);
  }

  static List<SafetensorsWriter.Source> of(GgufFile file, GgufFamily family, ObjectNode config) {
    GgufTensors tensors = new GgufTensors(family, config);
    file.tensors().values().forEach(tensors::add);
    return tensors.result;
  }

  private void add(GgufTensor tensor) {
    if (tensor.name().equals("rope_freqs.weight")) {
      return; // is in the configuration
    }
    Optional<String> plain = names.plain(tensor.name());
    if (plain.isPresent()) {
      add(plain.get(), tensor, tensor.shape(), inOrder(plain.get(), tensor));
    } else if (tensor.shape().size() == 3 && names.expert(tensor.name(), 0).isPresent()) {
      addExperts(tensor);
    } else {
      throw Gguf.bad("tensor " + tensor.name() + " belongs to no part of a served model.");
    }
  }

  private void addExperts(GgufTensor tensor) {
    int experts = Math.toIntExact(Math.min(tensor.shape().getFirst(), 1 << 12));
    long bytes = tensor.data().byteSize() / tensor.shape().getFirst();
    for (int expert = 0; expert < experts; expert++) {
      MemorySegment data = tensor.data().asSlice(expert * bytes, bytes);
      List<Long> shape = tensor.shape().subList(1, 3);
      add(names.expert(tensor.name(), expert).orElseThrow(), tensor, shape, () -> data);
    }
  }

  private void add(String name, GgufTensor tensor, List<Long> shape, Supplier<MemorySegment> data) {
    long length = tensor.type().bytes(shape.stream().reduce(1L, Math::multiplyExact));
    result.add(new SafetensorsWriter.Source(name, tensor.type().name(), shape, length, data));
  }

  /**
   * Undoes the order of llama.cpp's rotation: there the rows 2i and 2i + 1 of a head turn together,
   * here the rows i and i + headDim / 2.
   */
  private Supplier<MemorySegment> inOrder(String name, GgufTensor tensor) {
    boolean query = name.contains("self_attn.q_proj");
    boolean key = name.contains("self_attn.k_proj");
    long rows = (long) (query ? heads : kvHeads) * headDim;
    if (!family.hasPairedHeads() || !(query || key)) {
      return tensor::data;
    }
    boolean fits = rows > 0 && tensor.shape().getFirst() == rows && headDim % 2 == 0;
    if (!fits || tensor.data().byteSize() > Integer.MAX_VALUE) {
      throw Gguf.bad("tensor " + tensor.name() + " has other rows than its heads need.");
    }
    return () -> unpaired(tensor.data(), (int) rows);
  }

  private MemorySegment unpaired(MemorySegment data, int rows) {
    long rowBytes = data.byteSize() / rows;
    MemorySegment result = MemorySegment.ofArray(new byte[Math.toIntExact(data.byteSize())]);
    for (int row = 0; row < rows; row++) {
      int inHead = row % headDim;
      int half = headDim / 2;
      int from = row - inHead + 2 * (inHead % half) + inHead / half;
      MemorySegment.copy(data, from * rowBytes, result, row * rowBytes, rowBytes);
    }
    return result;
  }
}
