package io.peerz.inference.session;

import java.util.List;

/**
 * What it took to compute the rows of a prompt.
 *
 * @param hops every node that took part, those that failed on the way included
 * @param failovers how often another node stepped in
 */
public record RowsResult(List<HopReport> hops, Timings timings, int failovers) {
  public RowsResult {
    hops = List.copyOf(hops);
  }
}
