package io.peerz.finetune.job;

import io.peerz.proof.id.Digest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Big-endian fields one after the other; {@link Decoder} reads them back. */
final class Encoder {
  private final ByteArrayOutputStream done = new ByteArrayOutputStream();
  private ByteBuffer open = ByteBuffer.allocate(0);

  /** The next {@code bytes} bytes; all of them must be written before the next call. */
  ByteBuffer fixed(int bytes) {
    flush();
    open = ByteBuffer.allocate(bytes);
    return open;
  }

  void text(String ascii) {
    byte[] bytes = ascii.getBytes(StandardCharsets.US_ASCII);
    fixed(1 + bytes.length).put((byte) bytes.length).put(bytes);
  }

  void digest(Digest digest) {
    fixed(Digest.LENGTH).put(digest.bytes());
  }

  void bytes(byte[] bytes) {
    fixed(bytes.length).put(bytes);
  }

  byte[] bytes() {
    flush();
    return done.toByteArray();
  }

  private void flush() {
    if (open.hasRemaining()) {
      throw new IllegalStateException(open.remaining() + " bytes of a field were not written");
    }
    done.writeBytes(open.array());
    open = ByteBuffer.allocate(0);
  }
}
