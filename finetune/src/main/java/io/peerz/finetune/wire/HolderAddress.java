package io.peerz.finetune.wire;

import io.peerz.inference.wire.NodeAddress;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;

/**
 * Where blobs are served, as the short text that goes on chain: {@code host:port/KEY} with the TLS
 * key's SHA-256 in hex.
 */
public final class HolderAddress {
  /** Longest text the chain takes. */
  public static final int MAX_CHARS = 253;

  private HolderAddress() {}

  public static String format(NodeAddress holder) {
    String text = holder.host() + ":" + holder.port() + "/" + holder.spkiHash().hex();
    Require.range(ErrorCode.BAD_CONFIG, "length of a blob address", text.length(), 1, MAX_CHARS);
    return text;
  }

  /** Reads a stranger's text. */
  public static NodeAddress parse(String text) {
    int slash = text.lastIndexOf('/');
    int colon = text.lastIndexOf(':', Math.max(0, slash));
    if (text.length() > MAX_CHARS || slash < 0 || colon < 1) {
      throw refused(null);
    }
    try {
      return new NodeAddress(
          text.substring(0, colon),
          Integer.parseInt(text.substring(colon + 1, slash)),
          Digest.ofHex(text.substring(slash + 1)));
    } catch (NumberFormatException | PeerzException e) {
      throw refused(e);
    }
  }

  private static PeerzException refused(Exception cause) {
    return new PeerzException(
        ErrorCode.PEER_MISBEHAVED,
        "a blob address must read host:port/0xKEY of at most 253",
        cause);
  }
}
