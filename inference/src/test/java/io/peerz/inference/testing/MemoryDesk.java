package io.peerz.inference.testing;

import io.peerz.inference.serve.ChannelTerms;
import io.peerz.inference.serve.PaymentDesk;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.receipt.ReceiptSink;
import io.peerz.proof.receipt.SignedReceipt;
import io.peerz.proof.voucher.Collateral;
import io.peerz.proof.voucher.SignedVoucher;
import io.peerz.proof.voucher.Voucher;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What one node was promised and what it did for it, kept in memory. */
public final class MemoryDesk implements PaymentDesk, ReceiptSink {
  private final Map<Digest, ChannelTerms> channels = new ConcurrentHashMap<>();
  private final List<SignedVoucher> vouchers = new CopyOnWriteArrayList<>();
  private final List<SignedReceipt> receipts = new CopyOnWriteArrayList<>();

  public void open(Digest channelId, Digest nodeId, Address payer, BigInteger depositWei) {
    Collateral collateral = new Collateral(channelId, payer, Address.ZERO, depositWei, 0);
    channels.put(channelId, new ChannelTerms(nodeId, collateral, Voucher.none(channelId)));
  }

  /** The payer asks to close; vouchers count until that second. */
  public void requestClose(Digest channelId, long closesAtSeconds) {
    ChannelTerms old = channels.get(channelId);
    Collateral closing =
        new Collateral(
            channelId,
            old.collateral().payer(),
            Address.ZERO,
            old.collateral().depositWei(),
            closesAtSeconds);
    channels.put(channelId, new ChannelTerms(old.nodeId(), closing, old.accepted()));
  }

  @Override
  public ChannelTerms terms(Digest channelId) {
    ChannelTerms terms = channels.get(channelId);
    if (terms == null) {
      throw new PeerzException(ErrorCode.NOT_FOUND, "no channel " + channelId.shortHex());
    }
    return new ChannelTerms(terms.nodeId(), terms.collateral(), best(channelId));
  }

  @Override
  public void accept(SignedVoucher voucher) {
    vouchers.add(voucher);
  }

  @Override
  public void accept(SignedReceipt receipt) {
    receipts.add(receipt);
  }

  public List<SignedReceipt> receipts() {
    return receipts;
  }

  /** The last voucher of a channel, which replaces all before. */
  public Voucher best(Digest channelId) {
    return vouchers.stream()
        .map(SignedVoucher::voucher)
        .filter(voucher -> voucher.channelId().equals(channelId))
        .reduce((first, second) -> second)
        .orElse(Voucher.none(channelId));
  }
}
