package io.peerz.inference.session;

import java.math.BigInteger;
import java.util.List;

/**
 * A finished answer.
 *
 * @param tokens without the stop token
 * @param hops every node that took part, along the route, those that failed on the way included
 * @param failovers how often another node stepped in
 */
public record GenerationResult(
    List<Integer> tokens,
    FinishReason finish,
    List<HopReport> hops,
    Timings timings,
    int failovers) {
  public GenerationResult {
    tokens = List.copyOf(tokens);
    hops = List.copyOf(hops);
  }

  public BigInteger amountWei() {
    return hops.stream().map(HopReport::amountWei).reduce(BigInteger.ZERO, BigInteger::add);
  }

  public BigInteger macs() {
    return hops.stream().map(HopReport::macs).reduce(BigInteger.ZERO, BigInteger::add);
  }
}
