package io.peerz.inference.route;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;

import io.peerz.proof.error.Require;
import java.util.List;

/**
 * Hops whose layer ranges follow each other from zero.
 *
 * @param costMicros expected time of the whole request
 */
public record Route(List<Hop> hops, long costMicros) {
  public Route {
    hops = List.copyOf(hops);
    Require.that(!hops.isEmpty(), BAD_REQUEST, "a route needs a hop");
    int next = 0;
    for (Hop hop : hops) {
      Require.range(BAD_REQUEST, "layerStart", hop.layerStart(), next, next);
      next = hop.layerEnd();
    }
  }

  public int layers() {
    return hops.getLast().layerEnd();
  }
}
