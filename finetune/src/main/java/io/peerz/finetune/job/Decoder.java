package io.peerz.finetune.job;

import io.peerz.finetune.aggregate.OuterNesterov;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Checked fields of a stranger's bytes; every refusal says what they should have been. */
final class Decoder {
  private final String what;
  private final ByteBuffer in;

  Decoder(String what, ByteBuffer in) {
    this.what = what;
    this.in = in;
  }

  void magic(int expected) {
    if (int32() != expected) {
      throw refused("it begins with other bytes");
    }
  }

  int int32() {
    return take(Integer.BYTES).getInt();
  }

  /** A number in {@code [min, max]}. */
  int count(String name, int min, int max) {
    int value = int32();
    if (value < min || value > max) {
      throw refused("%s is %d, not %d to %d".formatted(name, value, min, max));
    }
    return value;
  }

  long int64() {
    return take(Long.BYTES).getLong();
  }

  double float64() {
    return take(Double.BYTES).getDouble();
  }

  Digest digest() {
    byte[] bytes = new byte[Digest.LENGTH];
    take(Digest.LENGTH).get(bytes);
    return Digest.of(bytes);
  }

  OuterNesterov outer() {
    double learningRate = float64();
    double momentum = float64();
    try {
      return new OuterNesterov(learningRate, momentum);
    } catch (IllegalArgumentException e) {
      throw refused(e.getMessage());
    }
  }

  /** An enum constant by its name. */
  <E extends Enum<E>> E constant(Class<E> type) {
    byte[] name = new byte[take(1).get() & 0xFF];
    take(name.length).get(name);
    try {
      return Enum.valueOf(type, new String(name, StandardCharsets.US_ASCII));
    } catch (IllegalArgumentException e) {
      throw refused("its " + type.getSimpleName() + " is unknown");
    }
  }

  void end() {
    if (in.hasRemaining()) {
      throw refused(in.remaining() + " bytes follow its end");
    }
  }

  int remaining() {
    return in.remaining();
  }

  private ByteBuffer take(int bytes) {
    if (in.remaining() < bytes) {
      throw refused("it is cut short");
    }
    return in;
  }

  PeerzException refused(String why) {
    return new PeerzException(ErrorCode.PEER_MISBEHAVED, what + " refused: " + why);
  }
}
