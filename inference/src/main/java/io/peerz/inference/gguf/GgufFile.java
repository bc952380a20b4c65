package io.peerz.inference.gguf;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A GGUF file of version 2 or 3, mapped into memory until closed: its settings and its tensors,
 * each inside the file and none over another.
 */
final class GgufFile implements AutoCloseable {
  private static final int MAGIC = 0x46554747; // "GGUF", lowest byte first
  private static final long MAX_HEADER_BYTES = 128L << 20;
  private static final long ALIGNMENT = 32;
  private static final int MAX_TENSORS = 100_000;
  private static final int MAX_DIMENSIONS = 4;

  /** A text's length, one dimension, type and offset. */
  private static final int LEAST_TENSOR_BYTES = 32;

  private final Arena arena = Arena.ofShared();
  private final GgufMetadata metadata;
  private final Map<String, GgufTensor> tensors = new TreeMap<>();

  private record Place(String name, GgufType type, List<Long> shape, long offset, long length) {}

  private GgufFile(Path path) {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      MemorySegment bytes = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
      long headerLimit = Math.min(bytes.byteSize(), MAX_HEADER_BYTES);
      GgufCursor cursor = new GgufCursor(bytes.asSlice(0, headerLimit));
      requireGguf(cursor);
      long count = cursor.count("tensors", LEAST_TENSOR_BYTES);
      long keys = cursor.count("keys", 1);
      metadata = GgufMetadata.read(cursor, keys);
      addTensors(places(cursor, count), bytes, cursor.position());
    } catch (IOException e) {
      arena.close();
      throw new PeerzException(ErrorCode.IO, "cannot read " + path + ": " + e.getMessage(), e);
    } catch (RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  static GgufFile open(Path path) {
    return new GgufFile(path);
  }

  GgufMetadata metadata() {
    return metadata;
  }

  /** By name. */
  Map<String, GgufTensor> tensors() {
    return Collections.unmodifiableMap(tensors);
  }

  private static void requireGguf(GgufCursor cursor) {
    if (cursor.int32() != MAGIC) {
      throw Gguf.bad("the file does not begin with GGUF.");
    }
    int version = cursor.int32();
    if (version != 2 && version != 3) {
      throw Gguf.bad("version " + version + " is not read, only 2 and 3 with small end first.");
    }
  }

  private static List<Place> places(GgufCursor cursor, long count) {
    if (count > MAX_TENSORS) {
      throw Gguf.bad(count + " tensors; at most " + MAX_TENSORS + " are read.");
    }
    List<Place> places = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      places.add(place(cursor));
    }
    return places;
  }

  private static Place place(GgufCursor cursor) {
    String name = cursor.text();
    long dimensions = cursor.uint32();
    if (dimensions < 1 || dimensions > MAX_DIMENSIONS) {
      throw Gguf.bad("tensor " + name + " has " + dimensions + " dimensions.");
    }
    List<Long> sizes = new ArrayList<>();
    for (long i = 0; i < dimensions; i++) {
      sizes.add(cursor.int64());
    }
    GgufType type = GgufType.of(cursor.uint32(), name);
    long length = length(name, type, sizes);
    return new Place(name, type, sizes.reversed(), cursor.int64(), length);
  }

  /**
   * @param sizes the length of a row first
   */
  private static long length(String name, GgufType type, List<Long> sizes) {
    try {
      long elements = 1;
      for (long size : sizes) {
        if (size < 1) {
          throw Gguf.bad("tensor " + name + " has the dimension " + size + ".");
        }
        elements = Math.multiplyExact(elements, size);
      }
      if (sizes.getFirst() % type.block() != 0) {
        throw Gguf.bad("tensor " + name + " has rows that are no whole blocks.");
      }
      return type.bytes(elements);
    } catch (ArithmeticException e) {
      throw new PeerzException(
          ErrorCode.BAD_CHECKPOINT, "GGUF: the shape of tensor " + name + " overflows.", e);
    }
  }

  private void addTensors(List<Place> places, MemorySegment bytes, long headerEnd) {
    long alignment = metadata.whole("general.alignment").orElse(ALIGNMENT);
    if (alignment < 1 || alignment > 1 << 16 || Long.bitCount(alignment) != 1) {
      throw Gguf.bad(
          "tensors are aligned to " + alignment + " bytes, which is no small power of 2.");
    }
    long dataStart = (headerEnd + alignment - 1) / alignment * alignment;
    long room = Math.max(0, bytes.byteSize() - dataStart);
    TreeMap<Long, Place> byOffset = new TreeMap<>();
    for (Place place : places) {
      if (place.offset() < 0 || place.offset() > room || place.length() > room - place.offset()) {
        throw Gguf.bad(
            "tensor " + place.name() + " ends behind the file; it is truncated, fetch it again.");
      }
      MemorySegment data = bytes.asSlice(dataStart + place.offset(), place.length());
      GgufTensor tensor = new GgufTensor(place.name(), place.type(), place.shape(), data);
      if (tensors.put(place.name(), tensor) != null
          || byOffset.put(place.offset(), place) != null) {
        throw Gguf.bad("tensor " + place.name() + " occurs twice.");
      }
    }
    requireNothingBetween(
        byOffset, bytes.asSlice(Math.min(dataStart, bytes.byteSize())), alignment);
  }

  /** Every byte belongs to one tensor, or is a zero that fills up to the next one's alignment. */
  private static void requireNothingBetween(
      SortedMap<Long, Place> byOffset, MemorySegment data, long alignment) {
    long end = 0;
    for (Place place : byOffset.values()) {
      if (place.offset() < end) {
        throw Gguf.bad("tensor " + place.name() + " overlaps another one.");
      }
      requireFilling(data, end, place.offset(), alignment);
      end = place.offset() + place.length();
    }
    requireFilling(data, end, data.byteSize(), alignment);
  }

  private static void requireFilling(MemorySegment data, long from, long to, long alignment) {
    boolean zero = to - from < alignment;
    for (long at = from; zero && at < to; at++) {
      zero = data.get(ValueLayout.JAVA_BYTE, at) == 0;
    }
    if (!zero) {
      throw Gguf.bad(
          "the bytes %d to %d of the data belong to no tensor; fetch the file again."
              .formatted(from, to));
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}
