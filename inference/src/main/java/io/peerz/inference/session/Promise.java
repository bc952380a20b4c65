package io.peerz.inference.session;

import io.peerz.inference.route.Hop;
import io.peerz.inference.route.ServiceTime;
import io.peerz.inference.wire.Quote;

/**
 * How fast a hop is to be: as the node quoted when the session opened, and no slower than the offer
 * for which it was chosen; and how far it is away.
 *
 * @param service the faster of both statements
 * @param queuedTokens tokens of others that each step waits for
 * @param roundTripNanos the shortest round trip seen, or an upper bound of it
 */
record Promise(ServiceTime service, int layers, int queuedTokens, long roundTripNanos) {
  /** Quotes are means; so many times as long is still ordinary. */
  static final int SLACK = 3;

  /** Signing, disks, and a client that was busy with other things. */
  static final long GRACE_NANOS = 50_000_000;

  static Promise of(Hop hop, Quote quote, long roundTripNanos) {
    ServiceTime service =
        hop.offer()
            .service()
            .orFaster(quote.prefillNanosPerLayerToken(), quote.decodeNanosPerLayerToken());
    return new Promise(service, hop.layers(), quote.queuedTokens(), roundTripNanos);
  }

  /** The same at a link that was measured again. */
  Promise closer(long newRoundTripNanos) {
    return new Promise(service, layers, queuedTokens, Math.min(roundTripNanos, newRoundTripNanos));
  }

  /** Computing one step of a prompt. */
  long prefillNanos(int positions) {
    return layers * (positions * service.prefillNanos() + queuedTokens * service.decodeNanos());
  }

  /** Computing one token of the answer. */
  long tokenNanos() {
    return layers * (1L + queuedTokens) * service.decodeNanos();
  }
}
