package io.peerz.devnet.link;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * When bytes that enter one direction of a link come out of it: in order, one after another at the
 * link's rate, each after the delay. A lost packet holds up all behind it until TCP has sent it
 * again. Owned by the thread that reads.
 */
final class Shaper {
  private static final int PACKET_BYTES = 1400;
  private static final double NANOS_PER_SECOND = 1e9;

  /** TCP's least timeout before it sends again. */
  private static final long LEAST_RESEND_NANOS = 200_000_000;

  private final Supplier<LinkTraits> traits;
  private final RandomGenerator random;
  private long sentNanos; // when the last byte had left this end
  private long arrivedNanos; // when the last byte comes out

  Shaper(Supplier<LinkTraits> traits, RandomGenerator random, long nowNanos) {
    this.traits = traits;
    this.random = random;
    this.sentNanos = nowNanos;
    this.arrivedNanos = nowNanos;
  }

  /** When so many bytes that enter now come out. */
  long leaveNanos(int bytes, long nowNanos) {
    LinkTraits link = traits.get();
    sentNanos = Math.max(sentNanos, nowNanos) + sendingNanos(link, bytes);
    long travel = link.oneWay().toNanos() + share(link.jitter().toNanos()) + resending(link, bytes);
    arrivedNanos = Math.max(arrivedNanos, sentNanos + travel);
    return arrivedNanos;
  }

  private static long sendingNanos(LinkTraits link, int bytes) {
    return link.bytesPerSecond() == 0
        ? 0
        : Math.round(bytes / (double) link.bytesPerSecond() * NANOS_PER_SECOND);
  }

  /**
   * Whatever was lost of these bytes is sent again once more, and once more if that is lost too.
   */
  private long resending(LinkTraits link, int bytes) {
    if (link.loss() == 0) {
      return 0;
    }
    long wait = Math.max(LEAST_RESEND_NANOS, 2 * link.oneWay().toNanos());
    int packets = (bytes + PACKET_BYTES - 1) / PACKET_BYTES;
    long longest = 0;
    for (int i = 0; i < packets; i++) {
      long waited = 0;
      while (random.nextDouble() < link.loss()) {
        waited += wait;
      }
      longest = Math.max(longest, waited);
    }
    return longest;
  }

  private long share(long nanos) {
    return nanos == 0 ? 0 : random.nextLong(nanos);
  }
}
