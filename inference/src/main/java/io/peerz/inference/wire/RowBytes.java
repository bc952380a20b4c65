package io.peerz.inference.wire;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Rows as bytes, the form in which both sides commit to them. All little-endian. */
public final class RowBytes {
  private RowBytes() {}

  /** A token id as the row that goes into the first shard and comes out of the head. */
  public static byte[] ofToken(int id) {
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(id).array();
  }

  /** (positions, dModel) float32 values, bit for bit. */
  public static ByteString of(float[] rows) {
    ByteBuffer bytes = ByteBuffer.allocate(rows.length * Float.BYTES);
    bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(rows);
    return ByteString.copyFrom(bytes);
  }

  /** One array per position. */
  public static List<byte[]> split(ByteString rows, int rowBytes) {
    List<byte[]> parts = new ArrayList<>(rows.size() / rowBytes);
    for (int at = 0; at < rows.size(); at += rowBytes) {
      parts.add(rows.substring(at, at + rowBytes).toByteArray());
    }
    return parts;
  }
}
