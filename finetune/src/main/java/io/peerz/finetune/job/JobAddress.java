package io.peerz.finetune.job;

import io.peerz.finetune.wire.HolderAddress;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;

/**
 * The text that a job carries on chain: who serves its blobs, and which of them is the manifest.
 *
 * @param holder the submitter's blob server
 * @param manifestBlob name of the manifest
 */
public record JobAddress(NodeAddress holder, Digest manifestBlob) {
  /** {@code host:port/0xKEY/0xMANIFEST} */
  public String format() {
    String text = HolderAddress.format(holder) + "/" + manifestBlob.hex();
    Require.range(
        ErrorCode.BAD_CONFIG, "length of a job address", text.length(), 1, HolderAddress.MAX_CHARS);
    return text;
  }

  /** Reads a stranger's text. */
  public static JobAddress parse(String text) {
    int slash = text.lastIndexOf('/');
    if (slash < 0 || text.length() > HolderAddress.MAX_CHARS) {
      throw new PeerzException(
          ErrorCode.PEER_MISBEHAVED, "a job address must read host:port/0xKEY/0xMANIFEST");
    }
    return new JobAddress(
        HolderAddress.parse(text.substring(0, slash)), Digest.ofHex(text.substring(slash + 1)));
  }
}
