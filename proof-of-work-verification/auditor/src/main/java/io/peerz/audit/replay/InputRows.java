package io.peerz.audit.replay;

import io.peerz.inference.engine.ShardEngine;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Input rows as bytes, turned into what an engine takes. */
public final class InputRows {
  private InputRows() {}

  /** Token ids are embedded, hidden states taken bit for bit. */
  public static float[] toFloats(ShardEngine engine, List<byte[]> rows) {
    if (engine.hasEmbedding()) {
      return engine.embed(rows.stream().mapToInt(row -> of(row, 1).getInt()).toArray());
    }
    int width = engine.geometry().dModel();
    float[] values = new float[rows.size() * width];
    for (int position = 0; position < rows.size(); position++) {
      of(rows.get(position), width).asFloatBuffer().get(values, position * width, width);
    }
    return values;
  }

  private static ByteBuffer of(byte[] row, int words) {
    Require.that(
        row.length == words * Integer.BYTES,
        ErrorCode.BAD_REQUEST,
        "an input row of this shard has " + words * Integer.BYTES + " bytes");
    return ByteBuffer.wrap(row).order(ByteOrder.LITTLE_ENDIAN);
  }
}
