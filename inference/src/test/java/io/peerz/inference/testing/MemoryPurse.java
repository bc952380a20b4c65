package io.peerz.inference.testing;

import io.peerz.inference.session.PayerChannel;
import io.peerz.inference.session.Payment;
import io.peerz.inference.session.Purse;
import io.peerz.proof.encode.Domain;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.sign.Signature;
import io.peerz.proof.sign.SigningKey;
import io.peerz.proof.voucher.Delegation;
import io.peerz.proof.voucher.SessionKey;
import io.peerz.proof.voucher.SignedVoucher;
import io.peerz.proof.voucher.Voucher;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A payer's money in memory: the wallet signed once for a session key, which signs the rest. */
public final class MemoryPurse implements Purse {
  private static final long FOREVER = (1L << 40) - 1;

  private final Domain paymentChannels;
  private final SigningKey wallet = SigningKey.generate(new SecureRandom());
  private final SigningKey sessionKey = SigningKey.generate(new SecureRandom());
  private final Map<Digest, PayerChannel> channels = new HashMap<>();
  private final Map<Digest, Voucher> promised = new HashMap<>();

  public MemoryPurse(Domain paymentChannels) {
    this.paymentChannels = paymentChannels;
  }

  public Address payer() {
    return wallet.address();
  }

  public synchronized void open(Digest nodeId, Digest channelId, BigInteger depositWei) {
    SessionKey key = new SessionKey(channelId, sessionKey.address(), depositWei, FOREVER);
    Delegation delegation =
        new Delegation(key, wallet.sign(paymentChannels.digestOf(key.structHash())));
    channels.put(
        nodeId,
        new PayerChannel(channelId, BigInteger.TWO.pow(64), depositWei, Optional.of(delegation)));
    promised.put(channelId, Voucher.none(channelId));
  }

  @Override
  public synchronized PayerChannel channel(Digest nodeId) {
    PayerChannel channel = channels.get(nodeId);
    if (channel == null) {
      throw new PeerzException(
          ErrorCode.INSUFFICIENT_FUNDS, "no channel to node " + nodeId.shortHex());
    }
    return channel;
  }

  @Override
  public synchronized SignedVoucher pay(Payment payment) {
    Voucher before = promised.get(payment.channelId());
    Voucher next =
        new Voucher(
            payment.channelId(),
            before.cumulativeAmountWei().add(payment.amountWei()),
            before.cumulativeMacs().add(payment.macs()),
            payment.receiptHead());
    promised.put(payment.channelId(), next);
    return sign(next);
  }

  /** Signs any voucher, also one that no honest purse would sign. */
  public synchronized SignedVoucher sign(Voucher voucher) {
    Optional<Delegation> delegation =
        channels.values().stream()
            .filter(channel -> channel.channelId().equals(voucher.channelId()))
            .findFirst()
            .flatMap(PayerChannel::delegation);
    Signature signature = sessionKey.sign(paymentChannels.digestOf(voucher.structHash()));
    return new SignedVoucher(voucher, signature, delegation);
  }

  /** All that was promised on a channel. */
  public synchronized Voucher promised(Digest channelId) {
    return promised.get(channelId);
  }

  @Override
  public Signature countersign(Digest digest) {
    return sessionKey.sign(digest);
  }
}
