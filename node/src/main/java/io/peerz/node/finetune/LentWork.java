package io.peerz.node.finetune;

import io.peerz.finetune.remote.LendingWatch;
import io.peerz.node.log.OperatorLog;
import io.peerz.proof.cost.Geometry;
import io.peerz.proof.cost.MacFormula;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/** What this node has computed for its guests, for its operator and monitors. Thread-safe. */
public final class LentWork implements LendingWatch {
  private static final int ALL_TARGETS = 0x7f;

  private final Geometry geometry;
  private final int layerStart;
  private final int layerEnd;
  private final Function<Address, Digest> nodes;
  private final OperatorLog log;
  private final LongAdder steps = new LongAdder();
  private final LongAdder macs = new LongAdder();

  LentWork(
      Geometry geometry,
      int layerStart,
      int layerEnd,
      Function<Address, Digest> nodes,
      OperatorLog log) {
    this.geometry = geometry;
    this.layerStart = layerStart;
    this.layerEnd = layerEnd;
    this.nodes = nodes;
    this.log = log;
  }

  /** Steps taken for guests since the process started. */
  public long steps() {
    return steps.sum();
  }

  /** Their compute cost, as the market counts a unit's. */
  public long macs() {
    return macs.sum();
  }

  @Override
  public void began(Address guest) {
    log.guestTrains(nodes.apply(guest), layerStart, layerEnd);
  }

  @Override
  public void stepped(Address guest, Shape shape) {
    steps.increment();
    macs.add(macs(shape, 1));
  }

  @Override
  public void ended(Address guest, Shape shape, long taken) {
    log.guestTrained(nodes.apply(guest), taken, taken * macs(shape, 1));
  }

  private long macs(Shape shape, int count) {
    return MacFormula.lora(
        geometry,
        layerStart,
        layerEnd,
        shape.rows(),
        shape.tokens(),
        count,
        shape.rank(),
        ALL_TARGETS);
  }
}
