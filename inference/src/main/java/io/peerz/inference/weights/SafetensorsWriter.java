package io.peerz.inference.weights;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
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
import tools.jackson.databind.json.JsonMapper;

/** Writes tensors of a folder into a safetensors file of their own, byte for byte. */
final class SafetensorsWriter {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The data begin at a multiple of this, as the format's own writer has it. */
  private static final int ALIGNMENT = 8;

  /** Little enough to be one buffer. */
  private static final long COPY_BYTES = 64L << 20;

  private SafetensorsWriter() {}

  /** The file must not exist; it is on the disk when this returns. */
  static void write(Path file, Collection<String> names, MappedTensors tensors) {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      writeAll(channel, header(names, tensors));
      for (String name : names) {
        TensorEntry entry = tensors.entry(name);
        for (long at = 0; at < entry.length(); at += COPY_BYTES) {
          long length = Math.min(COPY_BYTES, entry.length() - at);
          writeAll(
              channel, tensors.segment(name).asSlice(entry.offset() + at, length).asByteBuffer());
        }
      }
      channel.force(true);
    } catch (IOException e) {
      throw new PeerzException(ErrorCode.IO, "cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private static ByteBuffer header(Collection<String> names, MappedTensors tensors) {
    Map<String, Object> header = new LinkedHashMap<>();
    long at = 0;
    for (String name : names) {
      TensorEntry entry = tensors.entry(name);
      header.put(
          name,
          Map.of(
              "dtype", entry.type().name(),
              "shape", entry.shape(),
              "data_offsets", List.of(at, at + entry.length())));
      at += entry.length();
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
