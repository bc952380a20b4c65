package io.peerz.inference.swarm;

import static io.peerz.proof.error.ErrorCode.BAD_CONFIG;

import io.peerz.proof.error.Require;
import java.time.Duration;

/**
 * How the swarm is watched.
 *
 * @param describeTimeout longest wait for a node to describe itself
 * @param maxAge a measurement older than this is taken again
 * @param rest longest time that a node which keeps failing is left out; the first time it is a
 *     second
 */
public record SwarmConfig(Duration describeTimeout, Duration maxAge, Duration rest) {
  public SwarmConfig {
    Require.range(BAD_CONFIG, "swarm.describeTimeout ms", describeTimeout.toMillis(), 1, 600_000);
    Require.range(BAD_CONFIG, "swarm.maxAge ms", maxAge.toMillis(), 0, 86_400_000);
    Require.range(BAD_CONFIG, "swarm.rest ms", rest.toMillis(), 0, 86_400_000);
  }

  /** 3 seconds, 2 seconds, 15 seconds. */
  public static SwarmConfig defaults() {
    return new SwarmConfig(Duration.ofSeconds(3), Duration.ofSeconds(2), Duration.ofSeconds(15));
  }
}
