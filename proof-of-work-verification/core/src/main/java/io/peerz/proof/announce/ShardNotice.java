package io.peerz.proof.announce;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;

import io.peerz.proof.encode.AbiWriter;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What a node says of itself now: its announcement, where it answers, how fast it is and how long
 * its queue. Nodes sign a new one every second or so and pass those of others on; it never goes to
 * the chain.
 *
 * @param announcement its {@code seq} is the node's clock in milliseconds when it signed
 * @param prefillNanosPerLayerToken one prompt token through one layer, zero while unknown
 * @param decodeNanosPerLayerToken one generated token through one layer, zero while unknown
 * @param queuedTokens tokens that wait for the engine
 * @param lifeMillis who hears nothing newer for so long takes the node for gone
 */
public record ShardNotice(
    ShardAnnouncement announcement,
    String host,
    int port,
    Digest spkiHash,
    long prefillNanosPerLayerToken,
    long decodeNanosPerLayerToken,
    int queuedTokens,
    Standing standing,
    int lifeMillis) {
  public static final String TYPE =
      "ShardNotice(ShardAnnouncement announcement,uint32 prefillNanos,uint32 decodeNanos,"
          + "uint32 queuedTokens,uint8 standing,uint32 lifeMillis)"
          + ShardAnnouncement.TYPE;
  private static final Digest TYPE_HASH = Keccak.hash(TYPE);
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:\\[\\]-]{1,253}");
  private static final long MAX_NANOS = 1_000_000_000L;
  private static final int MAX_QUEUED_TOKENS = 1 << 20;
  private static final int MAX_LIFE_MILLIS = 600_000;

  /** Whether a node wants more sessions. */
  public enum Standing {
    /** It takes sessions. */
    SERVING(0),
    /** It is about to move to other layers: go elsewhere if you can. */
    LEAVING(1),
    /** It serves these layers no longer. */
    GONE(2);

    private final int code;

    Standing(int code) {
      this.code = code;
    }

    /** As signed and as sent. */
    public int code() {
      return code;
    }
  }

  public ShardNotice {
    Require.that(HOST.matcher(host).matches(), BAD_REQUEST, "a notice needs a host");
    Require.range(BAD_REQUEST, "port", port, 1, 0xffff);
    Require.that(
        announcement.endpointHash().equals(endpointHash(host, port, spkiHash)),
        BAD_REQUEST,
        "the endpoint of a notice must be the one that it announces");
    Require.range(BAD_REQUEST, "prefillNanos", prefillNanosPerLayerToken, 0, MAX_NANOS);
    Require.range(BAD_REQUEST, "decodeNanos", decodeNanosPerLayerToken, 0, MAX_NANOS);
    Require.range(BAD_REQUEST, "queuedTokens", queuedTokens, 0, MAX_QUEUED_TOKENS);
    Objects.requireNonNull(standing);
    Require.range(BAD_REQUEST, "lifeMillis", lifeMillis, 1, MAX_LIFE_MILLIS);
  }

  /** keccak(host:port ‖ key hash): what an announcement binds itself to. */
  public static Digest endpointHash(String host, int port, Digest spkiHash) {
    byte[] endpoint = (host + ":" + port).getBytes(StandardCharsets.US_ASCII);
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
        .uint(standing.code())
        .uint(lifeMillis)
        .hash();
  }
}
