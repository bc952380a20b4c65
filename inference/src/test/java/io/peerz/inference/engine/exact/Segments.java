package io.peerz.inference.engine.exact;

import io.peerz.inference.engine.Segment;
import io.peerz.inference.engine.ShardEngine;

/** Segments with a fresh cache each. */
record Segments(ShardEngine engine) {
  Segment of(float[] rows, int count) {
    return new Segment(engine.openCache(count), rows, count);
  }
}
