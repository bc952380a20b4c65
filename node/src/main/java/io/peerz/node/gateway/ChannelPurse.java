package io.peerz.node.gateway;

import io.peerz.inference.session.PayerChannel;
import io.peerz.inference.session.Payment;
import io.peerz.inference.session.Purse;
import io.peerz.ledger.escrow.ChannelTerms;
import io.peerz.ledger.escrow.PurseStore;
import io.peerz.proof.encode.Domain;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.sign.Signature;
import io.peerz.proof.sign.SigningKey;
import io.peerz.proof.voucher.Delegation;
import io.peerz.proof.voucher.SessionKey;
import io.peerz.proof.voucher.SignedVoucher;
import io.peerz.proof.voucher.Voucher;
import java.math.BigInteger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The payer's open channels. The wallet signs once for each, in favour of a session key that signs
 * all vouchers; each promise is on disk before its signature leaves. Thread-safe: one lock, so that
 * two sessions on one channel never promise the same total.
 */
final class ChannelPurse implements Purse {
  private static final Duration SESSION_KEY_LIFE = Duration.ofDays(30);
  private static final Duration RENEW_BEFORE = Duration.ofDays(2);

  private record Open(ChannelTerms terms, Delegation delegation) {}

  private final PurseStore store;
  private final Domain domain;
  private final Function<ChannelTerms, Delegation> permissions;
  private final SigningKey sessionKey;
  private final BigInteger maxPricePerGcuWei;
  private final InstantSource clock;
  private final Map<Digest, Open> byNode = new HashMap<>();

  /** A purse of a wallet that is here and signs permissions as they are needed. */
  ChannelPurse(
      PurseStore store,
      Domain domain,
      SigningKey wallet,
      SigningKey sessionKey,
      BigInteger maxPricePerGcuWei,
      InstantSource clock) {
    this(
        store,
        domain,
        terms -> delegate(terms, domain, wallet, sessionKey, clock),
        sessionKey,
        maxPricePerGcuWei,
        clock);
  }

  /**
   * A purse of any wallet.
   *
   * @param permissions what the wallet signed for the session key, channel by channel
   */
  ChannelPurse(
      PurseStore store,
      Domain domain,
      Function<ChannelTerms, Delegation> permissions,
      SigningKey sessionKey,
      BigInteger maxPricePerGcuWei,
      InstantSource clock) {
    this.store = store;
    this.domain = domain;
    this.permissions = permissions;
    this.sessionKey = sessionKey;
    this.maxPricePerGcuWei = maxPricePerGcuWei;
    this.clock = clock;
  }

  /** Takes over a channel that the chain has, or its raised deposit. */
  synchronized void keep(ChannelTerms terms) {
    store.keep(terms);
    byNode.put(terms.nodeId(), new Open(terms, permissions.apply(terms)));
  }

  private static Delegation delegate(
      ChannelTerms terms,
      Domain domain,
      SigningKey wallet,
      SigningKey sessionKey,
      InstantSource clock) {
    long until = clock.instant().plus(SESSION_KEY_LIFE).getEpochSecond();
    SessionKey permission =
        new SessionKey(terms.channelId(), sessionKey.address(), terms.depositWei(), until);
    return new Delegation(permission, wallet.sign(domain.digestOf(permission.structHash())));
  }

  /** Stops using a channel that is being closed; what was promised stays on disk. */
  synchronized void drop(Digest nodeId) {
    byNode.remove(nodeId);
  }

  synchronized Optional<ChannelTerms> open(Digest nodeId) {
    return Optional.ofNullable(byNode.get(nodeId)).map(Open::terms);
  }

  /** What a channel can still promise, and the wallet permits; nothing without a channel. */
  synchronized BigInteger leftWei(Digest nodeId) {
    Open open = byNode.get(nodeId);
    return open == null
        ? BigInteger.ZERO
        : store
            .find(open.terms().channelId())
            .map(promised -> promised.leftWei().min(permittedWei(open, promised)))
            .orElse(BigInteger.ZERO);
  }

  private static BigInteger permittedWei(Open open, PurseStore.Promised promised) {
    return open.delegation()
        .sessionKey()
        .maxAmountWei()
        .subtract(promised.last().cumulativeAmountWei());
  }

  @Override
  public synchronized PayerChannel channel(Digest nodeId) {
    Open open = byNode.get(nodeId);
    if (open == null) {
      throw new PeerzException(
          ErrorCode.INSUFFICIENT_FUNDS,
          "no payment channel to node %s; fund the account so that one can be opened"
              .formatted(nodeId.shortHex()));
    }
    return new PayerChannel(
        open.terms().channelId(),
        maxPricePerGcuWei,
        leftWei(nodeId),
        Optional.of(renewed(open).delegation()));
  }

  /** A gateway that runs for months signs a new permission before the old one ends. */
  private Open renewed(Open open) {
    long renewAt = clock.instant().plus(RENEW_BEFORE).getEpochSecond();
    if (open.delegation().sessionKey().validUntilSeconds() > renewAt) {
      return open;
    }
    Open fresh = new Open(open.terms(), permissions.apply(open.terms()));
    byNode.put(open.terms().nodeId(), fresh);
    return fresh;
  }

  @Override
  public synchronized SignedVoucher pay(Payment payment) {
    Digest channelId = payment.channelId();
    Voucher last =
        store
            .find(channelId)
            .orElseThrow(
                () -> new PeerzException(ErrorCode.BUG, "paying on a channel that is not ours"))
            .last();
    Voucher next =
        new Voucher(
            channelId,
            last.cumulativeAmountWei().add(payment.amountWei()),
            last.cumulativeMacs().add(payment.macs()),
            payment.receiptHead());
    store.promise(next);
    return new SignedVoucher(
        next,
        sessionKey.sign(domain.digestOf(next.structHash())),
        Optional.of(delegation(channelId)));
  }

  private Delegation delegation(Digest channelId) {
    return byNode.values().stream()
        .filter(open -> open.terms().channelId().equals(channelId))
        .map(Open::delegation)
        .findFirst()
        .orElseThrow(
            () ->
                new PeerzException(
                    ErrorCode.INSUFFICIENT_FUNDS,
                    "channel %s is being closed; ask again".formatted(channelId.shortHex())));
  }

  @Override
  public Signature countersign(Digest digest) {
    return sessionKey.sign(digest);
  }
}
