package io.peerz.inference.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One summand of the route's cost: the way to a hop and the hop's work, over the whole request.
 *
 * @param hop empty for the way back to the client
 * @param delayNanos one-way delay, once per pass
 * @param bytesNanos bytes over the rate of the link
 * @param queueNanos waiting for the engine, once per pass
 * @param computeNanos layers times service time, at prefill and decode speed
 */
public record Leg(
    Optional<Hop> hop, long delayNanos, long bytesNanos, long queueNanos, long computeNanos) {

  static List<Leg> along(List<Hop> hops, CostModel costs) {
    List<Leg> legs = new ArrayList<>();
    for (int i = 0; i < hops.size(); i++) {
      Hop hop = hops.get(i);
      Offer here = hop.offer();
      legs.add(
          new Leg(
              Optional.of(hop),
              costs.delayNanos(
                  i == 0 ? LinkTable.CLIENT : hops.get(i - 1).offer().nodeId(), here.nodeId()),
              i == 0 ? costs.enterBytesNanos() : costs.rowBytesNanos(),
              costs.queueNanos(here),
              costs.layersNanos(here, hop.layers())));
    }
    long back = costs.delayNanos(hops.getLast().offer().nodeId(), LinkTable.CLIENT);
    legs.add(new Leg(Optional.empty(), back, costs.leaveBytesNanos(), 0, 0));
    return legs;
  }

  public long nanos() {
    return delayNanos + bytesNanos + queueNanos + computeNanos;
  }
}
