package io.peerz.inference.serve;

import io.peerz.inference.engine.ShardEngine;
import io.peerz.proof.cost.MacFormula;
import io.peerz.proof.cost.Price;
import java.math.BigInteger;

/** What a session has cost so far, and what the next chunk adds. Owned by the session's thread. */
final class WorkBill {
  private final ShardEngine engine;
  private final BigInteger pricePerGcuWei;
  private final boolean draws;
  private BigInteger cumulativeMacs = BigInteger.ZERO;

  /**
   * Nothing is billed yet.
   *
   * @param draws whether the output projection is part of the work
   */
  WorkBill(ShardEngine engine, BigInteger pricePerGcuWei, boolean draws) {
    this.engine = engine;
    this.pricePerGcuWei = pricePerGcuWei;
    this.draws = draws;
  }

  /** The compute cost of positions [posStart, posStart + positions) in this shard. */
  BigInteger macs(int posStart, int positions) {
    return BigInteger.valueOf(
        MacFormula.forward(
            engine.geometry(), engine.layerStart(), engine.layerEnd(), posStart, positions, draws));
  }

  /** The price of that many MACs on top of what was billed. */
  BigInteger chunkWei(BigInteger macs) {
    return Price.chunkWei(cumulativeMacs, cumulativeMacs.add(macs), pricePerGcuWei);
  }

  /** All MACs once that many are added. */
  BigInteger macsAfter(BigInteger macs) {
    return cumulativeMacs.add(macs);
  }

  /** The price of all MACs once that many are added. */
  BigInteger amountWeiAfter(BigInteger macs) {
    return Price.amountWei(macsAfter(macs), pricePerGcuWei);
  }

  void add(BigInteger macs) {
    cumulativeMacs = cumulativeMacs.add(macs);
  }
}
