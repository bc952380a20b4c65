package io.peerz.inference.engine.exact;

import io.peerz.inference.engine.Segment;
import java.util.List;

/** Cuts the rows of a batch into tiles, in order, and puts the results back. */
final class TileFeed {
  private final List<Segment> batch;
  private final int width;
  private final Cursor reader = new Cursor();
  private final Cursor writer = new Cursor();

  TileFeed(List<Segment> batch, int width) {
    this.batch = batch;
    this.width = width;
  }

  /** Loads the next rows; false when none are left. */
  boolean fill(Tile tile) {
    tile.count = 0;
    while (tile.count < Tile.ROWS && reader.segment < batch.size()) {
      Segment segment = batch.get(reader.segment);
      System.arraycopy(segment.rows(), reader.row * width, tile.hidden, tile.count * width, width);
      tile.caches[tile.count] = segment.cache();
      tile.positions[tile.count] = segment.cache().length() + reader.row;
      tile.adapters[tile.count] = segment.adapter().orElse(null);
      tile.count++;
      reader.step();
    }
    return tile.count > 0;
  }

  /** Stores the rows last filled. */
  void drain(Tile tile) {
    for (int row = 0; row < tile.count; row++) {
      float[] target = batch.get(writer.segment).rows();
      System.arraycopy(tile.hidden, row * width, target, writer.row * width, width);
      writer.step();
    }
  }

  private final class Cursor {
    private int segment;
    private int row;

    private void step() {
      row++;
      if (row == batch.get(segment).rowCount()) {
        row = 0;
        segment++;
      }
    }
  }
}
