package io.peerz.node.serve;

import io.peerz.inference.serve.ChannelTerms;
import io.peerz.inference.serve.PaymentDesk;
import io.peerz.ledger.LedgerBridge;
import io.peerz.ledger.escrow.ChannelReader;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.voucher.SignedVoucher;
import io.peerz.proof.voucher.Voucher;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Looks channels up on the chain and keeps vouchers in the node's outbox. Thread-safe; blocks for a
 * question to the chain.
 */
final class ChainPaymentDesk implements PaymentDesk {
  private static final Duration REMEMBER_MISSING = Duration.ofSeconds(2);
  private static final int MOST_MISSING = 1024;

  private final ChannelReader channels;
  private final LedgerBridge bridge;
  private final InstantSource clock;
  private final Map<Digest, Instant> missing =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Digest, Instant> eldest) {
          return size() > MOST_MISSING;
        }
      };

  ChainPaymentDesk(ChannelReader channels, LedgerBridge bridge, InstantSource clock) {
    this.channels = channels;
    this.bridge = bridge;
    this.clock = clock;
  }

  @Override
  public ChannelTerms terms(Digest channelId) {
    if (isKnownMissing(channelId)) {
      throw noChannel(channelId);
    }
    return channels
        .find(channelId)
        .filter(channel -> !channel.closed())
        .map(this::terms)
        .orElseThrow(() -> remembered(channelId));
  }

  private ChannelTerms terms(io.peerz.ledger.escrow.ChannelTerms channel) {
    Voucher best =
        bridge
            .bestVoucher(channel.channelId())
            .map(SignedVoucher::voucher)
            .orElseGet(() -> Voucher.none(channel.channelId()));
    return new ChannelTerms(
        channel.nodeId(), channel.collateral(), atLeast(best, channel.claimedWei()));
  }

  /** After the loss of the outbox the chain still knows what was claimed. */
  private static Voucher atLeast(Voucher best, BigInteger claimedWei) {
    return best.cumulativeAmountWei().compareTo(claimedWei) >= 0
        ? best
        : new Voucher(best.channelId(), claimedWei, best.cumulativeMacs(), best.receiptHead());
  }

  @Override
  public void accept(SignedVoucher voucher) {
    bridge.acceptVoucher(voucher);
  }

  private synchronized boolean isKnownMissing(Digest channelId) {
    Instant until = missing.get(channelId);
    return until != null && clock.instant().isBefore(until);
  }

  private synchronized PeerzException remembered(Digest channelId) {
    missing.put(channelId, clock.instant().plus(REMEMBER_MISSING));
    return noChannel(channelId);
  }

  private static PeerzException noChannel(Digest channelId) {
    return new PeerzException(
        ErrorCode.NOT_FOUND,
        "no open payment channel %s on this chain; open one with this node"
            .formatted(channelId.shortHex()));
  }
}
