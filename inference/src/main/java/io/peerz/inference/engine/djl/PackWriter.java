package io.peerz.inference.engine.djl;

import io.peerz.inference.weights.LayerWeights;
import io.peerz.inference.weights.Matrix;
import io.peerz.inference.weights.QuantBlocks;
import io.peerz.inference.weights.ShardWeights;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.IntFunction;

/** Writes the file that {@link PackLayout} describes, one layer after the other. */
final class PackWriter {
  private final PackLayout layout;
  private final MemorySegment file;

  private PackWriter(PackLayout layout, MemorySegment file) {
    this.layout = layout;
    this.file = file;
  }

  /**
   * Writes the file beside its place first, so that a half-written one is never taken for whole.
   *
   * @param layers the weights of one layer, with what lies at the model's ends
   */
  static void write(
      Path target,
      PackLayout layout,
      int layerStart,
      int layerEnd,
      IntFunction<ShardWeights> layers) {
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try (FileChannel channel =
            FileChannel.open(
                part,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        Arena arena = Arena.ofConfined()) {
      MemorySegment file = channel.map(FileChannel.MapMode.READ_WRITE, 0, layout.size(), arena);
      PackWriter writer = new PackWriter(layout, file);
      for (int layer = layerStart; layer < layerEnd; layer++) {
        writer.shard(layers.apply(layer));
      }
      file.force(); // its name must not outlive its bytes in a power failure
    } catch (IOException e) {
      throw new PeerzException(
          ErrorCode.IO, "cannot write the engine's weights to " + part + ": " + e.getMessage(), e);
    }
    move(part, target);
  }

  private static void move(Path part, Path target) {
    try {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new PeerzException(ErrorCode.IO, "cannot make " + target + ": " + e.getMessage(), e);
    }
  }

  private void shard(ShardWeights one) {
    one.embedding().ifPresent(table -> linear(PackLayout.EMBEDDING, table));
    layer(one.layerStart(), one.layers().getFirst());
    one.head()
        .ifPresent(
            head -> {
              vector(PackLayout.HEAD_NORM, head.norm());
              if (!layout.head().equals(PackLayout.EMBEDDING)) {
                linear(layout.head(), head.matrix());
              }
            });
  }

  private void layer(int layer, LayerWeights weights) {
    vector(PackLayout.name(layer, "attention_norm"), weights.attentionNorm());
    linear(PackLayout.name(layer, "qkv"), weights.query(), weights.key(), weights.value());
    weights
        .bias()
        .ifPresent(
            bias ->
                vector(PackLayout.name(layer, "qkv_bias"), bias.query(), bias.key(), bias.value()));
    weights
        .headNorm()
        .ifPresent(
            norm -> {
              vector(PackLayout.name(layer, "query_norm"), norm.query());
              vector(PackLayout.name(layer, "key_norm"), norm.key());
            });
    linear(PackLayout.name(layer, "output"), weights.output());
    vector(PackLayout.name(layer, "feed_forward_norm"), weights.feedForwardNorm());
    linear(PackLayout.name(layer, "gate"), weights.gate());
    linear(PackLayout.name(layer, "up"), weights.up());
    linear(PackLayout.name(layer, "down"), weights.down());
  }

  /** Vectors one behind the other. */
  private void vector(String name, Matrix... vectors) {
    long at = layout.part(name).offset();
    for (Matrix vector : vectors) {
      at = floats(at, vector.floats());
    }
  }

  private long floats(long at, float[] values) {
    MemorySegment.copy(values, 0, file, ValueLayout.JAVA_FLOAT, at, values.length);
    return at + (long) values.length * Float.BYTES;
  }

  /** Matrices of one width, one below the other. */
  private void linear(String name, Matrix... matrices) {
    if (layout.form().isBlocks()) {
      blocks(name, matrices);
      return;
    }
    long at = layout.part(name).offset();
    float[] row = new float[matrices[0].cols()];
    for (Matrix matrix : matrices) {
      for (int i = 0; i < matrix.rows(); i++) {
        matrix.copyRow(i, row, 0);
        at = floats(at, row);
      }
    }
  }

  private void blocks(String name, Matrix... matrices) {
    long quantaAt = layout.part(PackLayout.quanta(name)).offset();
    long scalesAt = layout.part(PackLayout.scales(name)).offset();
    int blocks = QuantBlocks.blocks(matrices[0].cols());
    byte[] quanta = new byte[blocks * QuantBlocks.BLOCK * layout.form().bits() / 8];
    float[] scales = new float[blocks];
    for (Matrix matrix : matrices) {
      QuantBlocks source = matrix.quant();
      for (int row = 0; row < matrix.rows(); row++) {
        source.copyRow(row, quanta, scales);
        MemorySegment.copy(quanta, 0, file, ValueLayout.JAVA_BYTE, quantaAt, quanta.length);
        quantaAt += quanta.length;
        scalesAt = floats(scalesAt, scales);
      }
    }
  }
}
