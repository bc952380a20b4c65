package io.peerz.finetune.update;

/** How an update's chunks are written. The code is on the wire: never reuse one. */
public enum UpdateEncoding {
  /** One scale and every value as int8. */
  DENSE_INT8(1, 1),
  /** The largest quarter of a chunk. */
  TOP_4(2, 4),
  /** The largest sixteenth of a chunk: for slow links and many rounds. */
  TOP_16(3, 16),
  /** The largest sixty-fourth of a chunk. */
  TOP_64(4, 64);

  /** Values that share one scale; an index within a chunk fits 12 bits. */
  static final int CHUNK = 4096;

  private final byte code;
  private final int divisor;

  UpdateEncoding(int code, int divisor) {
    this.code = (byte) code;
    this.divisor = divisor;
  }

  byte code() {
    return code;
  }

  static UpdateEncoding ofCode(byte code) {
    for (UpdateEncoding encoding : values()) {
      if (encoding.code == code) {
        return encoding;
      }
    }
    throw UpdateCodec.refused("its encoding " + code + " is unknown");
  }

  /** How many values of a chunk of {@code length} are sent. */
  int kept(int length) {
    return (length + divisor - 1) / divisor;
  }

  /** Bytes of a chunk of {@code length} values. */
  int chunkBytes(int length) {
    int kept = kept(length);
    int indexBytes = this == DENSE_INT8 ? 0 : PackedIndices.bytes(kept);
    return Float.BYTES + indexBytes + kept;
  }

  /** Bytes of all chunks of a vector of {@code elements} values. */
  long bodyBytes(int elements) {
    int rest = elements % CHUNK;
    long full = (long) (elements / CHUNK) * chunkBytes(CHUNK);
    return full + (rest == 0 ? 0 : chunkBytes(rest));
  }
}
