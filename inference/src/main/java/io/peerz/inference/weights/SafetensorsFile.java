package io.peerz.inference.weights;

import static io.peerz.inference.weights.Checkpoints.bad;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** One safetensors file: its checked header, and its bytes mapped on demand. */
final class SafetensorsFile {
  private final Path path;
  private final long size;
  private final List<TensorEntry> entries;

  private SafetensorsFile(Path path, long size, List<TensorEntry> entries) {
    this.path = path;
    this.size = size;
    this.entries = List.copyOf(entries);
  }

  static SafetensorsFile open(Path path) {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long size = channel.size();
      if (size < Long.BYTES) {
        throw bad(path + " is too short to be a safetensors file");
      }
      long headerLength = read(channel, 0, Long.BYTES).getLong();
      if (headerLength < 2 || headerLength > SafetensorsHeader.MAX_HEADER_BYTES) {
        throw bad(path + " is not a safetensors file: header of " + headerLength + " bytes");
      }
      long dataStart = Long.BYTES + headerLength;
      if (dataStart > size) {
        throw bad(path + " ends inside its header; it is truncated, fetch it again.");
      }
      byte[] json = read(channel, Long.BYTES, (int) headerLength).array();
      return new SafetensorsFile(
          path, size, SafetensorsHeader.parse(json, dataStart, size - dataStart, path.toString()));
    } catch (IOException e) {
      throw new PeerzException(ErrorCode.IO, "cannot read " + path + ": " + e.getMessage(), e);
    }
  }

  private static ByteBuffer read(FileChannel channel, long position, int length)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new IOException("the file ended early");
      }
    }
    return buffer.flip();
  }

  List<TensorEntry> entries() {
    return entries;
  }

  /** Maps the whole file; the mapping lives as long as the arena. */
  MemorySegment map(Arena arena) {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      if (channel.size() != size) {
        throw bad(path + " changed its size while it was in use; stop what writes to it.");
      }
      return channel.map(MapMode.READ_ONLY, 0, size, arena);
    } catch (IOException e) {
      throw new PeerzException(ErrorCode.IO, "cannot map " + path + ": " + e.getMessage(), e);
    }
  }
}
