package io.peerz.ledger.settle;

import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.Contracts;
import io.peerz.ledger.chain.PreparedCall;
import io.peerz.ledger.chain.TransactionSender;
import io.peerz.ledger.escrow.ChannelReader;
import io.peerz.ledger.escrow.ChannelStructs;
import io.peerz.ledger.escrow.ChannelTerms;
import io.peerz.ledger.outbox.VoucherBook;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.voucher.SignedVoucher;
import io.peerz.proof.voucher.Voucher;
import io.peerz.proof.voucher.VoucherCodec;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Turns the best vouchers into money, many channels with one transaction. */
final class VoucherRedeemer {
  /** Vouchers that the contract takes in one call. */
  private static final int MAX_REDEEMS = 64;

  private final Contracts contracts;
  private final ChannelReader channels;
  private final TransactionSender sender;
  private final VoucherBook book;
  private final BigInteger minRedeemWei;

  /** Channels seen closed, which need no look each second. */
  private final Set<Digest> closed = new HashSet<>();

  VoucherRedeemer(
      ChainClient chain, TransactionSender sender, VoucherBook book, BigInteger minRedeemWei) {
    this.contracts = chain.contracts();
    this.channels = new ChannelReader(chain);
    this.sender = sender;
    this.book = book;
    this.minRedeemWei = minRedeemWei;
  }

  /** A voucher that pays more than the chain has paid. */
  private record Due(SignedVoucher signed, BigInteger increaseWei, boolean closing) {}

  /** Redeems channels that are about to close, whatever they are worth. */
  void redeemClosing(long timeSeconds) {
    List<SignedVoucher> watched =
        book.all().stream().filter(v -> !closed.contains(v.voucher().channelId())).toList();
    redeem(due(watched, timeSeconds).stream().filter(Due::closing).toList());
  }

  /** Redeems every channel, if together they are worth a transaction. */
  void redeemWorthwhile(long timeSeconds) {
    List<Due> due = due(book.all(), timeSeconds);
    BigInteger sum = due.stream().map(Due::increaseWei).reduce(BigInteger.ZERO, BigInteger::add);
    if (sum.compareTo(minRedeemWei) >= 0) {
      redeem(due);
    }
  }

  /** Redeems every channel: before a claim, because the fees burned here are its ceiling. */
  void redeemAll(long timeSeconds) {
    redeem(due(book.all(), timeSeconds));
  }

  private List<Due> due(List<SignedVoucher> vouchers, long timeSeconds) {
    return vouchers.stream().flatMap(v -> due(v, timeSeconds).stream()).toList();
  }

  private Optional<Due> due(SignedVoucher signed, long timeSeconds) {
    Voucher voucher = signed.voucher();
    Optional<ChannelTerms> channel = channels.find(voucher.channelId());
    channel.filter(ChannelTerms::closed).ifPresent(c -> closed.add(c.channelId()));
    return channel
        .filter(c -> !c.closed() && c.collateral().redeemableAt(timeSeconds))
        .filter(c -> voucher.cumulativeAmountWei().compareTo(c.depositWei()) <= 0)
        .map(c -> new Due(signed, increaseWei(voucher, c), c.closesAtSeconds() != 0))
        .filter(d -> d.increaseWei().signum() > 0);
  }

  private static BigInteger increaseWei(Voucher voucher, ChannelTerms channel) {
    return voucher.cumulativeAmountWei().subtract(channel.claimedWei());
  }

  private void redeem(List<Due> due) {
    List<SignedVoucher> vouchers = new ArrayList<>(due.stream().map(Due::signed).toList());
    for (int from = 0; from < vouchers.size(); from += MAX_REDEEMS) {
      redeemGroup(vouchers.subList(from, Math.min(vouchers.size(), from + MAX_REDEEMS)));
    }
  }

  private void redeemGroup(List<SignedVoucher> group) {
    sender.send(
        PreparedCall.of(
            "redeemMany:" + nameOf(group),
            contracts.deployment().paymentChannels(),
            contracts
                .paymentChannels()
                .redeemMany(group.stream().map(ChannelStructs::of).toList())
                .encodeFunctionCall(),
            "redeem " + group.size() + " vouchers"));
  }

  /** The same vouchers are the same wish, also after a restart. */
  private static Digest nameOf(List<SignedVoucher> group) {
    return Keccak.hash(group.stream().map(VoucherCodec::encode).toArray(byte[][]::new));
  }
}
