package io.peerz.inference.serve;

import io.peerz.inference.engine.ShardEngine;
import io.peerz.proof.cost.MacFormula;
import io.peerz.proof.cost.Price;
import java.math.BigInteger;

/** What a session has cost so far, and what the next chunk adds. Owned by the session's thread. */
final class WorkBill {
  private final ShardEngine engine;
  private final BigInteger pricePerGcuWei;
  private BigInteger cumulativeMacs = BigInteger.ZERO;

  WorkBill(ShardEngine engine, BigInteger pricePerGcuWei) {
    this.engine = engine;
    this.pricePerGcuWei = pricePerGcuWei;
  }

  /** The compute cost of positions [posStart, posStart + positions) in this shard. */
  BigInteger macs(int posStart, int positions) {
    return BigInteger.valueOf(
        MacFormula.forward(
            engine.geometry(),
            engine.layerStart(),
            engine.layerEnd(),
            posStart,
            positions,
            engine.hasHead()));
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
