package io.peerz.finetune.update;

import io.peerz.finetune.param.Layout;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.nio.ByteBuffer;

/**
 * A vector as bytes and back. Decoding is exact: every node gets the same floats from the same
 * blob.
 */
public final class UpdateCodec {
  private UpdateCodec() {}

  /** Size of a blob, known before it is received. */
  public static long bytes(UpdateEncoding encoding, int elements) {
    return UpdateHeader.BYTES + encoding.bodyBytes(elements);
  }

  /** The blob of {@code values}; refuses values that are not finite or absurdly large. */
  public static byte[] encode(UpdateHeader header, float[] values) {
    int size = Math.toIntExact(bytes(header.encoding(), values.length));
    ByteBuffer out = ByteBuffer.allocate(size);
    header.write(out);
    for (int from = 0; from < values.length; from += UpdateEncoding.CHUNK) {
      int length = Math.min(UpdateEncoding.CHUNK, values.length - from);
      Chunk.write(header.encoding(), values, from, length, out);
    }
    return out.array();
  }

  /**
   * The values of a stranger's blob, which must carry exactly {@code expected} and fill {@code
   * layout}.
   */
  public static float[] decode(byte[] blob, UpdateHeader expected, Layout layout) {
    ByteBuffer in = ByteBuffer.wrap(blob);
    UpdateHeader header = UpdateHeader.read(in);
    if (!header.equals(expected) || !layout.hash().equals(header.layoutHash())) {
      throw refused("it belongs to another job, round, base, layout or encoding");
    }
    if (blob.length != bytes(header.encoding(), layout.elements())) {
      throw refused("its length " + blob.length + " does not fit its layout");
    }
    float[] values = new float[layout.elements()];
    for (int from = 0; from < values.length; from += UpdateEncoding.CHUNK) {
      int length = Math.min(UpdateEncoding.CHUNK, values.length - from);
      Chunk.read(header.encoding(), in, values, from, length);
    }
    return values;
  }

  static PeerzException refused(String why) {
    return new PeerzException(ErrorCode.PEER_MISBEHAVED, "update refused: " + why);
  }
}
