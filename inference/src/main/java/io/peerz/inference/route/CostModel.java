package io.peerz.inference.route;

import io.peerz.proof.id.Digest;

/**
 * The time a route takes, as a sum over its hops and nodes.
 *
 * <p>The mission asks for the path over node i and shard j with the least latency L_ij and the most
 * throughput T_ij. Here one request of P prompt tokens and E expected new tokens costs
 *
 * <pre>
 *   pass(n)  = sum over hops  [ delay(from, to) + bytes(n) / rate ]
 *            + sum over nodes [ queue wait + layers * n * service time ]
 *   cost     = pass(P) at prefill speed + (E - 1) * pass(1) at decode speed
 * </pre>
 *
 * L is {@link LinkTable#delayMicros}, 1/T is {@link ServiceTime}; the prefill yields the first
 * token, hence E - 1. All terms are non-negative and belong to one hop or one node, which is what
 * makes the search in {@link RouteFinder} exact. Nanoseconds throughout.
 */
final class CostModel {
  private static final long NANOS_PER_MICRO = 1_000;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int BYTES_PER_TOKEN_ID = 4;

  private final RouteRequest request;
  private final LinkTable links;
  private final long decodePasses;

  CostModel(RouteRequest request, LinkTable links) {
    this.request = request;
    this.links = links;
    this.decodePasses = Math.max(0, request.newTokens() - 1L);
  }

  /** From the client to the first node: token ids travel, not rows. */
  long enterNanos(Offer first) {
    return delayNanos(LinkTable.CLIENT, first.nodeId()) + enterBytesNanos();
  }

  long moveNanos(Offer from, Offer to) {
    return delayNanos(from.nodeId(), to.nodeId()) + rowBytesNanos();
  }

  /** The least that rows take to come to a node, whatever node they come from. */
  long leastMoveNanos(Offer to) {
    return links.leastMicrosInto(to.nodeId()) * NANOS_PER_MICRO * passes() + rowBytesNanos();
  }

  /** The least that rows take on top of that when they leave a node. */
  long leastLeaveNanos(Offer from) {
    return links.leastMicrosOutOf(from.nodeId()) * NANOS_PER_MICRO * passes();
  }

  /** From the last node to the client: one token id per pass. */
  long leaveNanos(Offer last) {
    return delayNanos(last.nodeId(), LinkTable.CLIENT) + leaveBytesNanos();
  }

  /** The tokens of the prompt and of the answer on their way in, at the links' rate. */
  long enterBytesNanos() {
    return transferNanos(BYTES_PER_TOKEN_ID, request.promptTokens());
  }

  /** The rows between two nodes. */
  long rowBytesNanos() {
    return transferNanos(request.bytesPerRow(), request.promptTokens());
  }

  /** The tokens on their way out. */
  long leaveBytesNanos() {
    return transferNanos(BYTES_PER_TOKEN_ID, 1);
  }

  /** Waiting for a node's engine, once per pass. */
  long queueNanos(Offer offer) {
    return offer.queueNanos() * passes();
  }

  long layersNanos(Offer offer, int layers) {
    ServiceTime service = offer.service();
    return layers
        * (request.promptTokens() * service.prefillNanos() + decodePasses * service.decodeNanos());
  }

  /** One way between two parties, once per pass. */
  long delayNanos(Digest from, Digest to) {
    return links.delayMicros(from, to) * NANOS_PER_MICRO * passes();
  }

  private long transferNanos(long bytesPerToken, long prefillTokens) {
    double bytes = bytesPerToken * ((double) prefillTokens + decodePasses);
    return Math.round(bytes / request.bytesPerSecond() * NANOS_PER_SECOND);
  }

  private long passes() {
    return 1 + decodePasses;
  }
}
