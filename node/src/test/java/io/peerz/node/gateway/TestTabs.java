package io.peerz.node.gateway;

import io.peerz.ledger.escrow.ChannelTerms;
import io.peerz.proof.encode.Domain;
import io.peerz.proof.encode.Domains;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.sign.SigningKey;
import io.peerz.proof.voucher.SessionKey;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Tabs at a gateway whose chain is a map, and what a wallet signs for them. */
public final class TestTabs {
  static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Address CONTRACT = Address.ofHex("0x" + "11".repeat(20));
  static final Domain DOMAIN = Domains.of(20711, CONTRACT, CONTRACT, CONTRACT).paymentChannels();

  final SigningKey wallet = SigningKey.generate(new SecureRandom());
  final SigningKey delegate = SigningKey.generate(new SecureRandom());
  final Map<Digest, ChannelTerms> chain = new HashMap<>();
  final Map<Digest, ChannelPurse> purses = new HashMap<>();
  final SigningKey session = SigningKey.generate(new SecureRandom());
  private final Path folder;
  private Coffer coffer;

  TestTabs(Path folder) {
    this.folder = folder;
  }

  /** Tabs that nobody has opened yet. */
  public static WalletTabs in(Path folder) {
    return new TestTabs(folder).tabs();
  }

  /** The tabs as a gateway that starts now finds them. */
  WalletTabs tabs() {
    return new WalletTabs(
        folder,
        DOMAIN,
        session,
        this::read,
        (purse, own) -> {
          coffer = own;
          chain.values().forEach(terms -> purses.put(terms.nodeId(), purse));
          return null;
        },
        InstantSource.fixed(NOW));
  }

  /** The coffer of the tab that was used last. */
  Optional<Coffer> coffer() {
    return Optional.ofNullable(coffer);
  }

  private ChannelTerms read(Digest channelId) {
    ChannelTerms terms = chain.get(channelId);
    if (terms == null) {
      throw new PeerzException(ErrorCode.NOT_FOUND, "no channel " + channelId);
    }
    return terms;
  }

  void fund(Digest channelId, Digest nodeId, long depositWei, long closesAt) {
    chain.put(
        channelId,
        new ChannelTerms(
            channelId,
            wallet.address(),
            delegate.address(),
            nodeId,
            BigInteger.valueOf(depositWei),
            BigInteger.ZERO,
            closesAt,
            false));
  }

  /** What the wallet, or somebody who says to be it, signs. */
  WalletTab.Grant grant(SigningKey signer, Digest channelId, long maxWei, long validSeconds) {
    long until = NOW.getEpochSecond() + validSeconds;
    SessionKey permission =
        new SessionKey(channelId, session.address(), BigInteger.valueOf(maxWei), until);
    return new WalletTab.Grant(
        channelId.hex(),
        String.valueOf(maxWei),
        until,
        signer.sign(DOMAIN.digestOf(permission.structHash())).hex());
  }
}
