package io.peerz.inference.wire;

import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** How a session gets its id, and what a payer signs to open it. */
public final class SessionIds {
  private static final byte[] OPEN_TAG = "peerz/open/1".getBytes(StandardCharsets.US_ASCII);

  private SessionIds() {}

  /**
   * keccak(channelId ‖ payerNonce ‖ samplingHash): payer, and every choice that shapes the text.
   */
  public static Digest sessionId(Digest channelId, Digest payerNonce, Digest samplingHash) {
    return Keccak.hash(channelId.bytes(), payerNonce.bytes(), samplingHash.bytes());
  }

  /** The same for a session through an adapter, which the sampling hash then stands for too. */
  public static Digest sessionId(
      Digest channelId, Digest payerNonce, Digest samplingHash, Optional<AdapterRef> adapter) {
    return sessionId(
        channelId, payerNonce, adapter.map(ref -> ref.bind(samplingHash)).orElse(samplingHash));
  }

  /**
   * What the payer or its session key signs to open a session at a node. The tag keeps it apart
   * from typed data, which begins with 0x1901.
   */
  public static Digest openDigest(Digest sessionId, Digest nodeId) {
    return Keccak.hash(OPEN_TAG, sessionId.bytes(), nodeId.bytes());
  }
}
