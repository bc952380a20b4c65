package io.peerz.inference.gossip;

import static io.peerz.proof.error.ErrorCode.BAD_CONFIG;

import io.peerz.proof.error.Require;
import java.time.Duration;

/**
 * How often nodes talk, and what they believe.
 *
 * @param beat a node signs a new notice this often in a small swarm
 * @param beatPerNode in a large one the beat is this much for each node, so that nobody checks more
 *     signatures per second than he would in a swarm of {@code beat / beatPerNode} nodes
 * @param beatsOfLife a node of which no newer notice came for so many beats is gone
 * @param round each node starts an exchange this often
 * @param fanOut with so many others
 * @param clockSkew how wrong the clocks of honest nodes may be
 * @param timeout longest wait for an answer
 */
public record GossipConfig(
    Duration beat,
    Duration beatPerNode,
    int beatsOfLife,
    Duration round,
    int fanOut,
    Duration clockSkew,
    Duration timeout) {
  public GossipConfig {
    Require.range(BAD_CONFIG, "gossip.beat ms", beat.toMillis(), 1, 60_000);
    Require.range(BAD_CONFIG, "gossip.beatPerNode ms", beatPerNode.toMillis(), 0, 1_000);
    Require.range(BAD_CONFIG, "gossip.beatsOfLife", beatsOfLife, 1, 100);
    Require.range(BAD_CONFIG, "gossip.round ms", round.toMillis(), 1, 60_000);
    Require.range(BAD_CONFIG, "gossip.fanOut", fanOut, 1, 16);
    Require.range(BAD_CONFIG, "gossip.clockSkew ms", clockSkew.toMillis(), 0, 3_600_000);
    Require.range(BAD_CONFIG, "gossip.timeout ms", timeout.toMillis(), 1, 60_000);
  }

  /**
   * A beat of a second up to 200 nodes, three beats of life, an exchange with one other every 300
   * ms, clocks off by half a minute, two seconds of patience.
   */
  public static GossipConfig defaults() {
    return new GossipConfig(
        Duration.ofSeconds(1),
        Duration.ofMillis(5),
        3,
        Duration.ofMillis(300),
        1,
        Duration.ofSeconds(30),
        Duration.ofSeconds(2));
  }

  /** How often a node speaks among so many. */
  public Duration beatAmong(int nodes) {
    Duration many = beatPerNode.multipliedBy(nodes);
    return many.compareTo(beat) > 0 ? many : beat;
  }

  /** How long a notice counts among so many nodes. */
  public Duration lifeAmong(int nodes) {
    return beatAmong(nodes).multipliedBy(beatsOfLife);
  }
}
