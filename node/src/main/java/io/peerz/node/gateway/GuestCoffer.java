package io.peerz.node.gateway;

import io.peerz.node.units.Amounts;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * The channels of a wallet elsewhere: what is in them can be spent, and nothing can be added.
 * Thread-safe.
 */
final class GuestCoffer implements Coffer {
  private final ChannelPurse purse;
  private final Map<Digest, BigInteger> heldWei = new HashMap<>();

  GuestCoffer(ChannelPurse purse) {
    this.purse = purse;
  }

  @Override
  public void open(Collection<Digest> nodeIds) {
    // Only the wallet itself can; a hop without a channel is refused when it is held.
  }

  @Override
  public synchronized void hold(Digest nodeId, BigInteger priceWei) {
    Require.that(
        purse.open(nodeId).isPresent(),
        ErrorCode.INSUFFICIENT_FUNDS,
        "your wallet has no open channel to node %s; fund one and open the tab again"
            .formatted(nodeId.shortHex()));
    BigInteger neededWei = heldWei.merge(nodeId, priceWei, BigInteger::add);
    BigInteger leftWei = purse.leftWei(nodeId);
    if (neededWei.compareTo(leftWei) > 0) {
      release(nodeId, priceWei);
      Require.that(
          false,
          ErrorCode.INSUFFICIENT_FUNDS,
          "your channel to node %s has %s PRZ left and this may cost %s; top it up or ask for less"
              .formatted(nodeId.shortHex(), Amounts.exact(leftWei), Amounts.exact(neededWei)));
    }
  }

  @Override
  public synchronized void release(Digest nodeId, BigInteger priceWei) {
    heldWei.merge(nodeId, priceWei.negate(), BigInteger::add);
  }
}
