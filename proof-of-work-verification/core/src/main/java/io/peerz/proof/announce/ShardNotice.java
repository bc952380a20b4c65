package io.peerz.proof.announce;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;

import io.peerz.proof.encode.AbiWriter;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.nio.charset.StandardCharsets;

/**
 * What a node says of itself now: its announcement, how fast it is and how long its queue. Nodes
 * sign a new one every second or so and pass those of others on; it never goes to the chain.
 *
 * @param announcement its {@code seq} is the node's clock in milliseconds when it signed
 * @param prefillNanosPerLayerToken one prompt token through one layer, zero while unknown
 * @param decodeNanosPerLayerToken one generated token through one layer, zero while unknown
 * @param queuedTokens tokens that wait for the engine
 * @param gone the node serves no longer: a farewell
 * @param lifeMillis who hears nothing newer for so long takes the node for gone
 */
public record ShardNotice(
    ShardAnnouncement announcement,
    long prefillNanosPerLayerToken,
    long decodeNanosPerLayerToken,
    int queuedTokens,
    boolean gone,
    int lifeMillis) {
  public static final String TYPE =
      "ShardNotice(ShardAnnouncement announcement,uint32 prefillNanos,uint32 decodeNanos,"
          + "uint32 queuedTokens,bool gone,uint32 lifeMillis)"
          + ShardAnnouncement.TYPE;
  private static final Digest TYPE_HASH = Keccak.hash(TYPE);
  private static final long MAX_NANOS = 1_000_000_000L;
  private static final int MAX_QUEUED_TOKENS = 1 << 20;
  private static final int MAX_LIFE_MILLIS = 120_000;

  public ShardNotice {
    Require.range(BAD_REQUEST, "prefillNanos", prefillNanosPerLayerToken, 0, MAX_NANOS);
    Require.range(BAD_REQUEST, "decodeNanos", decodeNanosPerLayerToken, 0, MAX_NANOS);
    Require.range(BAD_REQUEST, "queuedTokens", queuedTokens, 0, MAX_QUEUED_TOKENS);
    Require.range(BAD_REQUEST, "lifeMillis", lifeMillis, 1, MAX_LIFE_MILLIS);
  }

  /** keccak(host:port ‖ key hash): what an announcement binds itself to. */
  public static Digest endpointHash(String host, int port, Digest spkiHash) {
    byte[] endpoint = (host + ":" + port).getBytes(StandardCharsets.UTF_8);
    return Keccak.hash(endpoint, spkiHash.bytes());
  }

  public Digest nodeId() {
    return announcement.nodeId();
  }

  /** When the node signed, by its own clock. */
  public long seq() {
    return announcement.seq();
  }

  public Digest structHash() {
    return new AbiWriter(7)
        .digest(TYPE_HASH)
        .digest(announcement.structHash())
        .uint(prefillNanosPerLayerToken)
        .uint(decodeNanosPerLayerToken)
        .uint(queuedTokens)
        .uint(gone ? 1 : 0)
        .uint(lifeMillis)
        .hash();
  }
}
