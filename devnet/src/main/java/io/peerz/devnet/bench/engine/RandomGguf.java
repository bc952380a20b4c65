package io.peerz.devnet.bench.engine;

import io.peerz.proof.cost.Geometry;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Writes a GGUF file (version 3) of a Llama shape with random weights and no vocabulary: speed does
 * not depend on what the weights say.
 */
final class RandomGguf {
  private static final int VERSION = 3;
  private static final int ALIGNMENT = 32;
  private static final int UINT32 = 4;
  private static final int FLOAT32 = 6;
  private static final int STRING = 8;
  private static final int F32_TENSOR = 0;
  private static final int CHUNK = 1 << 20;

  private record Tensor(String name, int type, int cols, int rows, long bytes) {}

  private final Geometry geometry;
  private final int positions;
  private final Format format;
  private final SplittableRandom random = new SplittableRandom(1);

  private RandomGguf(BenchShape shape, Format format) {
    this.geometry = shape.geometry();
    this.positions = shape.positions();
    this.format = format;
  }

  static void write(Path file, BenchShape shape, Format format) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), CHUNK)) {
      new RandomGguf(shape, format).write(out);
    }
  }

  private void write(OutputStream out) throws IOException {
    List<Tensor> tensors = tensors();
    byte[] head = new byte[CHUNK];
    int length = header(ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN), tensors);
    out.write(head, 0, length);
    pad(out, length);
    for (Tensor tensor : tensors) {
      values(out, tensor);
      pad(out, tensor.bytes());
    }
  }

  private List<Tensor> tensors() {
    int width = geometry.dModel();
    int query = geometry.heads() * geometry.headDim();
    int key = geometry.kvHeads() * geometry.headDim();
    int inner = geometry.dFf();
    List<Tensor> tensors = new ArrayList<>();
    tensors.add(matrix("token_embd", width, geometry.vocab()));
    tensors.add(norm("output_norm", width));
    tensors.add(matrix("output", width, geometry.vocab()));
    for (int layer = 0; layer < geometry.layers(); layer++) {
      String at = "blk." + layer + ".";
      tensors.add(norm(at + "attn_norm", width));
      tensors.add(matrix(at + "attn_q", width, query));
      tensors.add(matrix(at + "attn_k", width, key));
      tensors.add(matrix(at + "attn_v", width, key));
      tensors.add(matrix(at + "attn_output", query, width));
      tensors.add(norm(at + "ffn_norm", width));
      tensors.add(matrix(at + "ffn_gate", width, inner));
      tensors.add(matrix(at + "ffn_up", width, inner));
      tensors.add(matrix(at + "ffn_down", inner, width));
    }
    return tensors;
  }

  private Tensor matrix(String name, int cols, int rows) {
    long bytes = format.ggmlBytes((long) cols * rows);
    return new Tensor(name + ".weight", format.ggmlType(), cols, rows, bytes);
  }

  private static Tensor norm(String name, int width) {
    return new Tensor(name + ".weight", F32_TENSOR, width, 1, 4L * width);
  }

  /** Returns its length. */
  private int header(ByteBuffer head, List<Tensor> tensors) {
    head.put("GGUF".getBytes(StandardCharsets.US_ASCII)).putInt(VERSION);
    head.putLong(tensors.size()).putLong(11);
    text(head, "general.architecture", "llama");
    text(head, "tokenizer.ggml.model", "no_vocab");
    number(head, "llama.vocab_size", geometry.vocab());
    number(head, "llama.context_length", positions);
    number(head, "llama.embedding_length", geometry.dModel());
    number(head, "llama.block_count", geometry.layers());
    number(head, "llama.feed_forward_length", geometry.dFf());
    number(head, "llama.attention.head_count", geometry.heads());
    number(head, "llama.attention.head_count_kv", geometry.kvHeads());
    key(head, "llama.attention.layer_norm_rms_epsilon", FLOAT32).putFloat(1e-5f);
    key(head, "llama.rope.freq_base", FLOAT32).putFloat(500_000);
    long offset = 0;
    for (Tensor tensor : tensors) {
      string(head, tensor.name());
      boolean isVector = tensor.rows() == 1;
      head.putInt(isVector ? 1 : 2).putLong(tensor.cols());
      if (!isVector) {
        head.putLong(tensor.rows());
      }
      head.putInt(tensor.type()).putLong(offset);
      offset += aligned(tensor.bytes());
    }
    return head.position();
  }

  private static ByteBuffer key(ByteBuffer head, String key, int type) {
    string(head, key);
    return head.putInt(type);
  }

  private static void text(ByteBuffer head, String key, String value) {
    string(key(head, key, STRING), value);
  }

  private static void number(ByteBuffer head, String key, int value) {
    key(head, key, UINT32).putInt(value);
  }

  private static void string(ByteBuffer head, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    head.putLong(bytes.length).put(bytes);
  }

  private static long aligned(long bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  private static void pad(OutputStream out, long written) throws IOException {
    out.write(new byte[(int) (aligned(written) - written)]);
  }

  private void values(OutputStream out, Tensor tensor) throws IOException {
    if (tensor.type() == F32_TENSOR) {
      ByteBuffer ones = ByteBuffer.allocate(4 * tensor.cols()).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < tensor.cols(); i++) {
        ones.putFloat(1);
      }
      out.write(ones.array());
      return;
    }
    // Several blocks at once, the last one cut.
    byte[] piece = new byte[1024 * format.ggmlBlockBytes()];
    float largest = (float) (1 / Math.sqrt(tensor.cols()));
    for (long left = tensor.bytes(); left > 0; left -= piece.length) {
      fill(piece, largest);
      out.write(piece, 0, (int) Math.min(left, piece.length));
    }
  }

  /** Blocks are a float16 scale and random quanta; bfloat16 values keep their exponent small. */
  private void fill(byte[] piece, float largest) {
    random.nextBytes(piece);
    ByteBuffer bytes = ByteBuffer.wrap(piece).order(ByteOrder.LITTLE_ENDIAN);
    if (format.isBlocks()) {
      float levels = format == Format.Q4 ? 8 : 127;
      short scale = Float.floatToFloat16(largest / levels);
      for (int at = 0; at < piece.length; at += format.ggmlBlockBytes()) {
        bytes.putShort(at, scale);
      }
      return;
    }
    for (int at = 0; at < piece.length; at += Short.BYTES) {
      float value = largest * bytes.getShort(at) / Short.MAX_VALUE;
      bytes.putShort(at, (short) (Float.floatToRawIntBits(value) >>> 16));
    }
  }
}
