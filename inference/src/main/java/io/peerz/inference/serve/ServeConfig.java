package io.peerz.inference.serve;

import static io.peerz.proof.error.ErrorCode.BAD_CONFIG;

import io.peerz.proof.error.Require;
import java.time.Duration;

/**
 * Bounds of a shard server.
 *
 * @param host address to listen on
 * @param port port to listen on; zero lets the system choose
 * @param maxSessions sessions open at once, over all shards
 * @param queueSteps steps that may wait for one engine; a further one is told to come back
 * @param maxChunkPositions positions in one chunk, hence the longest prompt and the largest amount
 *     this node may lose to one payer
 * @param idleTimeout a session without a step for this long is dropped with its cache
 * @param redeemMargin work is taken on only for channels and session keys that live at least this
 *     much longer, so that there is time to redeem what they pay
 * @param maxUnpaidChunks chunks that one channel may leave unpaid before it is turned away
 * @param prefixBytes memory of each engine for beginnings of prompts that sessions share; zero for
 *     none
 */
public record ServeConfig(
    String host,
    int port,
    int maxSessions,
    int queueSteps,
    int maxChunkPositions,
    Duration idleTimeout,
    Duration redeemMargin,
    int maxUnpaidChunks,
    long prefixBytes) {
  private static final long DEFAULT_PREFIX_BYTES = 8L << 20;

  public ServeConfig {
    Require.that(!host.isBlank(), BAD_CONFIG, "serve.host is empty");
    Require.range(BAD_CONFIG, "serve.port", port, 0, 0xffff);
    Require.range(BAD_CONFIG, "serve.maxSessions", maxSessions, 1, 100_000);
    Require.range(BAD_CONFIG, "serve.queueSteps", queueSteps, 1, 100_000);
    Require.range(BAD_CONFIG, "serve.maxChunkPositions", maxChunkPositions, 1, 1 << 20);
    Require.range(BAD_CONFIG, "serve.idleTimeout ms", idleTimeout.toMillis(), 1, 86_400_000);
    Require.range(BAD_CONFIG, "serve.redeemMargin s", redeemMargin.toSeconds(), 0, 30L * 24 * 3600);
    Require.range(BAD_CONFIG, "serve.maxUnpaidChunks", maxUnpaidChunks, 0, 1_000);
    Require.range(BAD_CONFIG, "serve.prefixBytes", prefixBytes, 0, 1L << 40);
  }

  /**
   * 64 sessions, 256 waiting steps, chunks of 4096, idle for two minutes, ten minutes to redeem,
   * three unpaid chunks, 8 MiB of shared beginnings.
   */
  public static ServeConfig on(String host, int port) {
    return new ServeConfig(
        host,
        port,
        64,
        256,
        4096,
        Duration.ofMinutes(2),
        Duration.ofMinutes(10),
        3,
        DEFAULT_PREFIX_BYTES);
  }

  public ServeConfig withIdleTimeout(Duration timeout) {
    return new ServeConfig(
        host,
        port,
        maxSessions,
        queueSteps,
        maxChunkPositions,
        timeout,
        redeemMargin,
        maxUnpaidChunks,
        prefixBytes);
  }

  public ServeConfig withMaxSessions(int sessions) {
    return new ServeConfig(
        host,
        port,
        sessions,
        queueSteps,
        maxChunkPositions,
        idleTimeout,
        redeemMargin,
        maxUnpaidChunks,
        prefixBytes);
  }

  public ServeConfig withPrefixBytes(long bytes) {
    return new ServeConfig(
        host,
        port,
        maxSessions,
        queueSteps,
        maxChunkPositions,
        idleTimeout,
        redeemMargin,
        maxUnpaidChunks,
        bytes);
  }
}
