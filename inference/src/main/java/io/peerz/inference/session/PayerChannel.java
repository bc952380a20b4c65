package io.peerz.inference.session;

import static io.peerz.proof.error.ErrorCode.BAD_CONFIG;

import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import io.peerz.proof.voucher.Delegation;
import java.math.BigInteger;
import java.util.Objects;
import java.util.Optional;

/**
 * The payer's channel to one node.
 *
 * @param maxPricePerGcuWei the payer's ceiling for this node
 * @param leftWei deposit that no voucher has promised yet
 * @param delegation present when a session key signs in the payer's place
 */
public record PayerChannel(
    Digest channelId,
    BigInteger maxPricePerGcuWei,
    BigInteger leftWei,
    Optional<Delegation> delegation) {
  public PayerChannel {
    Objects.requireNonNull(channelId);
    Require.uint(BAD_CONFIG, "maxPricePerGcuWei", maxPricePerGcuWei, 96);
    Require.uint(BAD_CONFIG, "leftWei", leftWei, 128);
    Objects.requireNonNull(delegation);
  }
}
