package io.peerz.inference.engine.exact;

/** A view of equally long float32 rows in an array: row {@code r} begins at offset + r * stride. */
final class Rows {
  final float[] data;
  final int offset;
  final int stride;

  Rows(float[] data, int offset, int stride) {
    this.data = data;
    this.offset = offset;
    this.stride = stride;
  }

  int at(int row) {
    return offset + row * stride;
  }

  Rows from(int row) {
    return new Rows(data, at(row), stride);
  }
}
