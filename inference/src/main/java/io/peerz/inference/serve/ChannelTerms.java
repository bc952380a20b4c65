package io.peerz.inference.serve;

import io.peerz.proof.id.Digest;
import io.peerz.proof.voucher.Collateral;
import io.peerz.proof.voucher.Voucher;
import java.util.Objects;

/**
 * A payment channel as its payee knows it.
 *
 * @param nodeId the payee that the chain names
 * @param collateral payer, deposit and closing time, from the chain
 * @param accepted the best voucher this node ever took, or what was claimed on the chain if that is
 *     more; {@link Voucher#none} for a fresh channel
 */
public record ChannelTerms(Digest nodeId, Collateral collateral, Voucher accepted) {
  public ChannelTerms {
    Objects.requireNonNull(nodeId);
    Objects.requireNonNull(collateral);
    Objects.requireNonNull(accepted);
  }

  public Digest channelId() {
    return collateral.channelId();
  }
}
