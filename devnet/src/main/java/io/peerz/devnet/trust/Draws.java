package io.peerz.devnet.trust;

import io.peerz.proof.encode.AbiWriter;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.math.BigInteger;

/**
 * Whether draws from chained seeds are spread as the stakes are. The seeds are made as the epoch
 * manager makes them, from hashes that stand in for those of blocks.
 *
 * @param chiSquare over the bins
 * @param bins equally likely ones
 */
record Draws(int draws, int bins, double chiSquare) {
  static Draws measure(int epochs, int seats, int bins) {
    int[] counts = new int[bins];
    Digest seed = Keccak.hash("first seed");
    for (int epoch = 1; epoch <= epochs; epoch++) {
      Digest block = Keccak.hash("block of epoch " + epoch);
      seed = new AbiWriter(4).digest(seed).uint(epoch).digest(block).digest(Digest.ZERO).hash();
      for (int seat = 0; seat < seats; seat++) {
        Digest point = new AbiWriter(3).digest(seed).uint(epoch).uint(seat).hash();
        counts[new BigInteger(1, point.bytes()).mod(BigInteger.valueOf(bins)).intValue()]++;
      }
    }
    double expected = (double) epochs * seats / bins;
    double chiSquare = 0;
    for (int count : counts) {
      chiSquare += (count - expected) * (count - expected) / expected;
    }
    return new Draws(epochs * seats, bins, chiSquare);
  }

  /** How many standard deviations from its mean; beyond three is suspicious. */
  double deviations() {
    int freedom = bins - 1;
    return (chiSquare - freedom) / Math.sqrt(2.0 * freedom);
  }
}
