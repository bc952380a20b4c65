package io.peerz.inference.weights;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/** Writes tensors into a safetensors file, byte for byte. */
public final class SafetensorsWriter {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The data begin at a multiple of this, as the format's own writer has it. */
  private static final int ALIGNMENT = 8;

  /** Little enough to be one buffer. */
  private static final long COPY_BYTES = 64L << 20;

  private SafetensorsWriter() {}

  /**
   * A tensor to be written.
   *
   * @param dtype as the format names it
   * @param length of the data in bytes
   * @param data asked for once, when its turn has come
   */
  public record Source(
      String name, String dtype, List<Long> shape, long length, Supplier<MemorySegment> data) {
    public Source {
      shape = List.copyOf(shape);
    }
  }

  static void write(Path file, Collection<String> names, MappedTensors tensors) {
    write(file, names.stream().map(name -> source(name, tensors)).toList());
  }

  private static Source source(String name, MappedTensors tensors) {
    TensorEntry entry = tensors.entry(name);
    return new Source(
        name,
        entry.type().name(),
        entry.shape(),
        entry.length(),
        () -> tensors.segment(name).asSlice(entry.offset(), entry.length()));
  }

  /** The file must not exist; it is on the disk when this returns. */
  public static void write(Path file, List<Source> tensors) {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      writeAll(channel, header(tensors));
      for (Source tensor : tensors) {
        MemorySegment data = tensor.data().get();
        for (long at = 0; at < tensor.length(); at += COPY_BYTES) {
          long length = Math.min(COPY_BYTES, tensor.length() - at);
          writeAll(channel, data.asSlice(at, length).asByteBuffer());
        }
      }
      channel.force(true);
    } catch (IOException e) {
      throw new PeerzException(ErrorCode.IO, "cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private static ByteBuffer header(List<Source> tensors) {
    Map<String, Object> header = new LinkedHashMap<>();
    long at = 0;
    for (Source tensor : tensors) {
      header.put(
          tensor.name(),
          Map.of(
              "dtype", tensor.dtype(),
              "shape", tensor.shape(),
              "data_offsets", List.of(at, at + tensor.length())));
      at += tensor.length();
    }
    byte[] json = JSON.writeValueAsString(header).getBytes(StandardCharsets.UTF_8);
    int padded = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    ByteBuffer buffer =
        ByteBuffer.allocate(Long.BYTES + padded).order(ByteOrder.LITTLE_ENDIAN).putLong(padded);
    buffer.put(json);
    while (buffer.hasRemaining()) {
      buffer.put((byte) ' ');
    }
    return buffer.flip();
  }

  private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
