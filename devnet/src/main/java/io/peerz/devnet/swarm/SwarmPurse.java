package io.peerz.devnet.swarm;

import io.peerz.inference.session.PayerChannel;
import io.peerz.inference.session.Payment;
import io.peerz.inference.session.Purse;
import io.peerz.ledger.escrow.ChannelTerms;
import io.peerz.ledger.escrow.PurseStore;
import io.peerz.proof.encode.Domain;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.sign.Signature;
import io.peerz.proof.sign.SigningKey;
import io.peerz.proof.voucher.Delegation;
import io.peerz.proof.voucher.SessionKey;
import io.peerz.proof.voucher.SignedVoucher;
import io.peerz.proof.voucher.Voucher;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

/** A payer with a channel to everybody; what it promises is on disk before it is signed. */
final class SwarmPurse implements Purse, AutoCloseable {
  static final BigInteger DEPOSIT_WEI = BigInteger.TEN.pow(30);
  private static final long FOREVER = (1L << 40) - 1;
  private static final BigInteger ANY_PRICE = BigInteger.TWO.pow(64);

  private final PurseStore store;
  private final Domain domain;
  private final SigningKey wallet = SigningKey.generate(new SecureRandom());
  private final SigningKey sessionKey = SigningKey.generate(new SecureRandom());

  SwarmPurse(Path file, Domain paymentChannels) {
    this.store = PurseStore.open(file);
    this.domain = paymentChannels;
  }

  Address payer() {
    return wallet.address();
  }

  /** All that was promised to a node. */
  synchronized BigInteger promisedWei(Digest nodeId) {
    return store
        .find(channelId(nodeId))
        .map(promised -> promised.last().cumulativeAmountWei())
        .orElse(BigInteger.ZERO);
  }

  @Override
  public synchronized PayerChannel channel(Digest nodeId) {
    Digest channelId = channelId(nodeId);
    if (store.find(channelId).isEmpty()) {
      store.keep(
          new ChannelTerms(
              channelId, payer(), Address.ZERO, nodeId, DEPOSIT_WEI, BigInteger.ZERO, 0, false));
    }
    return new PayerChannel(channelId, ANY_PRICE, DEPOSIT_WEI, Optional.of(delegation(channelId)));
  }

  @Override
  public synchronized SignedVoucher pay(Payment payment) {
    Voucher last = store.find(payment.channelId()).orElseThrow().last();
    Voucher next =
        new Voucher(
            payment.channelId(),
            last.cumulativeAmountWei().add(payment.amountWei()),
            last.cumulativeMacs().add(payment.macs()),
            payment.receiptHead());
    store.promise(next);
    return new SignedVoucher(
        next,
        sessionKey.sign(domain.digestOf(next.structHash())),
        Optional.of(delegation(payment.channelId())));
  }

  @Override
  public Signature countersign(Digest digest) {
    return sessionKey.sign(digest);
  }

  @Override
  public void close() {
    store.close();
  }

  private Digest channelId(Digest nodeId) {
    return Keccak.hash(nodeId.bytes(), payer().bytes());
  }

  private Delegation delegation(Digest channelId) {
    SessionKey key = new SessionKey(channelId, sessionKey.address(), DEPOSIT_WEI, FOREVER);
    return new Delegation(key, wallet.sign(domain.digestOf(key.structHash())));
  }
}
