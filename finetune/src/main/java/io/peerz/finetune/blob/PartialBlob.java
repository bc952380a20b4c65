package io.peerz.finetune.blob;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The beginning of a blob on disk. Whatever it holds is checked again before it counts, so a torn
 * write or a lie of an earlier run costs bytes, never correctness.
 */
final class PartialBlob {
  private final Path file;

  PartialBlob(Path file) {
    this.file = file;
  }

  Path file() {
    return file;
  }

  /** How many chunks from the start are those of {@code list}. */
  int verifiedChunks(ChunkList list) throws IOException {
    if (!Files.exists(file)) {
      return 0;
    }
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      int chunk = 0;
      while (chunk < list.chunks() && in.length() >= end(list, chunk)) {
        byte[] bytes = new byte[list.lengthOf(chunk)];
        in.readFully(bytes);
        if (!list.matches(chunk, bytes)) {
          return chunk;
        }
        chunk++;
      }
      return chunk;
    }
  }

  /** Puts {@code bytes} behind the first {@code chunks} chunks and cuts off what followed them. */
  void append(int chunks, byte[] bytes) throws IOException {
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      long start = (long) chunks * ChunkList.CHUNK_BYTES;
      out.setLength(start);
      out.seek(start);
      out.write(bytes);
    }
  }

  /** Cuts off what lies behind {@code sizeBytes} and forces the rest to disk. */
  void finish(long sizeBytes) throws IOException {
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.setLength(sizeBytes);
      out.getChannel().force(true);
    }
  }

  private static long end(ChunkList list, int chunk) {
    return (long) chunk * ChunkList.CHUNK_BYTES + list.lengthOf(chunk);
  }
}
