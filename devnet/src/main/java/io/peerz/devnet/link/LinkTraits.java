package io.peerz.devnet.link;

import static io.peerz.proof.error.ErrorCode.BAD_CONFIG;

import io.peerz.proof.error.Require;
import java.time.Duration;

/**
 * How a link behaves, the same in both directions.
 *
 * @param oneWay what a byte takes at least
 * @param jitter what it may take on top, any of it as likely
 * @param loss share of packets that are lost: TCP sends them again, so bytes come late, not never
 * @param bytesPerSecond what passes in each direction; 0 for no limit
 * @param cut nothing passes, and nobody is told
 */
public record LinkTraits(
    Duration oneWay, Duration jitter, double loss, long bytesPerSecond, boolean cut) {
  /** A link that is not there to be felt. */
  public static final LinkTraits NONE = of(Duration.ZERO);

  private static final long MOST_MILLIS = 60_000;

  public LinkTraits {
    Require.range(BAD_CONFIG, "delay of a link in ms", oneWay.toMillis(), 0, MOST_MILLIS);
    Require.range(BAD_CONFIG, "jitter of a link in ms", jitter.toMillis(), 0, MOST_MILLIS);
    Require.that(loss >= 0 && loss < 1, BAD_CONFIG, "loss of a link is from 0 to below 1");
    Require.range(BAD_CONFIG, "rate of a link", bytesPerSecond, 0, Long.MAX_VALUE);
  }

  public static LinkTraits of(Duration oneWay) {
    return new LinkTraits(oneWay, Duration.ZERO, 0, 0, false);
  }

  LinkTraits withOneWay(Duration delay) {
    return new LinkTraits(delay, jitter, loss, bytesPerSecond, cut);
  }

  LinkTraits withCut(boolean isCut) {
    return new LinkTraits(oneWay, jitter, loss, bytesPerSecond, isCut);
  }
}
