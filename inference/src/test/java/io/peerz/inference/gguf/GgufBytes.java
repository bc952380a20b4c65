package io.peerz.inference.gguf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes the beginnings of GGUF files, sound ones and others. */
final class GgufBytes {
  private final ByteBuffer bytes = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
  private final ByteBuffer keys = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
  private long keyCount;

  GgufBytes text(String key, String value) {
    key(key, 8);
    put(keys, value);
    return this;
  }

  GgufBytes whole(String key, long value) {
    key(key, 10);
    keys.putLong(value);
    return this;
  }

  GgufBytes flag(String key, boolean value) {
    key(key, 7);
    keys.put((byte) (value ? 1 : 0));
    return this;
  }

  GgufBytes texts(String key, List<String> values) {
    list(key, 8, values.size());
    values.forEach(value -> put(keys, value));
    return this;
  }

  GgufBytes numbers(String key, List<Double> values) {
    list(key, 6, values.size());
    values.forEach(value -> keys.putFloat(value.floatValue()));
    return this;
  }

  GgufBytes wholes(String key, List<Integer> values) {
    list(key, 5, values.size());
    values.forEach(keys::putInt);
    return this;
  }

  /** Claims a list of that many elements and writes none. */
  GgufBytes list(String key, int type, long count) {
    key(key, 9);
    keys.putInt(type).putLong(count);
    return this;
  }

  /** A file without tensors, or one that claims some and has none. */
  Path write(Path file, long tensors) throws IOException {
    bytes.clear();
    bytes.putInt(0x46554747).putInt(3).putLong(tensors).putLong(keyCount);
    bytes.put(keys.flip());
    byte[] all = new byte[bytes.flip().remaining()];
    bytes.get(all);
    return Files.write(file, all);
  }

  private void key(String key, int type) {
    keyCount++;
    put(keys, key);
    keys.putInt(type);
  }

  private static void put(ByteBuffer target, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    target.putLong(utf8.length).put(utf8);
  }
}
