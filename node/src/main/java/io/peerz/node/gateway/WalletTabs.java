package io.peerz.node.gateway;

import io.peerz.ledger.escrow.ChannelTerms;
import io.peerz.ledger.escrow.PurseStore;
import io.peerz.node.data.JsonFiles;
import io.peerz.proof.encode.Domain;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.sign.SigningKey;
import io.peerz.proof.voucher.Delegation;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Wallets elsewhere whose owners chat through this gateway: each grants the gateway's session key
 * its channels, or has the channels' delegate grant them, and gets a bearer key that spends from
 * those channels and from nothing else. The gateway can promise no more than the wallet signed for,
 * and nodes check that. Thread-safe; blocks on disk and chain.
 */
public final class WalletTabs implements AutoCloseable {
  /** Bearer keys of wallets look different from those of the gateway's own account. */
  public static final String PREFIX = "pzw-";

  private static final int SECRET_BYTES = 24;
  private static final int MOST_TABS = 1000;
  private static final Duration MOST_LIFE = Duration.ofDays(31);
  private static final BigInteger ANY_PRICE = BigInteger.ONE.shiftLeft(96).subtract(BigInteger.ONE);

  private final Path folder;
  private final Domain domain;
  private final SigningKey sessionKey;
  private final Function<Digest, ChannelTerms> channels;
  private final BiFunction<ChannelPurse, Coffer, Gateway> swarm;
  private final InstantSource clock;
  private final Map<String, WalletTab> byKeyHash = new HashMap<>();
  private final Map<String, Open> byPayer = new HashMap<>();

  /** A tab in use. */
  private record Open(PurseStore store, Gateway gateway) {}

  /**
   * Tabs that lie in a folder.
   *
   * @param domain in which session keys are signed
   * @param channels reads a channel from the chain
   * @param swarm the swarm paid out of a purse
   */
  WalletTabs(
      Path folder,
      Domain domain,
      SigningKey sessionKey,
      Function<Digest, ChannelTerms> channels,
      BiFunction<ChannelPurse, Coffer, Gateway> swarm,
      InstantSource clock) {
    this.folder = folder;
    this.domain = domain;
    this.sessionKey = sessionKey;
    this.channels = channels;
    this.swarm = swarm;
    this.clock = clock;
    for (Path file : files()) {
      WalletTab tab = JsonFiles.read(file, WalletTab.class);
      byKeyHash.put(tab.keyHash(), tab);
    }
  }

  private List<Path> files() {
    try {
      Files.createDirectories(folder);
      try (Stream<Path> all = Files.list(folder)) {
        return all.filter(file -> file.toString().endsWith(".json")).toList();
      }
    } catch (IOException e) {
      throw new PeerzException(
          ErrorCode.IO, "cannot use %s: %s".formatted(folder, e.getMessage()), e);
    }
  }

  /** The key that a wallet has to sign for. */
  public Address sessionKey() {
    return sessionKey.address();
  }

  /** Takes a wallet's permissions and returns its bearer key, which nobody can read again. */
  public synchronized String open(Address payer, List<WalletTab.Grant> grants) {
    forgetExpired();
    Require.that(
        byKeyHash.size() < MOST_TABS,
        ErrorCode.BUSY,
        "this gateway keeps the tabs of %d wallets already".formatted(MOST_TABS));
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    String key = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    WalletTab tab = new WalletTab(payer.hex(), hash(key), grants);
    tab.grants().forEach(grant -> check(payer, grant));
    close(payer.hex());
    byKeyHash.values().removeIf(old -> old.payer().equals(payer.hex()));
    JsonFiles.write(folder.resolve(payer.hex() + ".json"), tab);
    byKeyHash.put(tab.keyHash(), tab);
    return key;
  }

  private void check(Address payer, WalletTab.Grant grant) {
    ChannelTerms terms = channels.apply(grant.channel());
    Require.that(
        terms.payer().equals(payer) && terms.isOpen(),
        ErrorCode.BAD_REQUEST,
        "channel %s is not an open channel of %s"
            .formatted(terms.channelId().shortHex(), payer.checksum()));
    long now = clock.instant().getEpochSecond();
    Require.range(
        ErrorCode.BAD_REQUEST,
        "validUntil",
        grant.validUntilSeconds(),
        now + 1,
        now + MOST_LIFE.toSeconds());
    terms.collateral().requireGranted(grant.to(sessionKey.address()), domain);
  }

  /** The wallet of a bearer key, while its permissions last. */
  public synchronized Optional<WalletTab> find(String key) {
    return Optional.ofNullable(byKeyHash.get(hash(key)))
        .filter(tab -> tab.validUntilSeconds() > clock.instant().getEpochSecond());
  }

  /** The swarm as that wallet pays it. */
  public synchronized Gateway gateway(WalletTab tab) {
    return byPayer.computeIfAbsent(tab.payer(), payer -> opened(tab)).gateway();
  }

  private Open opened(WalletTab tab) {
    PurseStore store = PurseStore.open(folder.resolve(tab.payer() + ".sqlite"));
    Map<Digest, Delegation> signed = new HashMap<>();
    tab.grants().forEach(grant -> signed.put(grant.channel(), grant.to(sessionKey.address())));
    ChannelPurse purse =
        new ChannelPurse(
            store, domain, terms -> signed.get(terms.channelId()), sessionKey, ANY_PRICE, clock);
    signed.keySet().stream().map(channels).filter(ChannelTerms::isOpen).forEach(purse::keep);
    return new Open(store, swarm.apply(purse, new GuestCoffer(purse)));
  }

  private void forgetExpired() {
    long now = clock.instant().getEpochSecond();
    byKeyHash.values().removeIf(tab -> tab.validUntilSeconds() <= now);
  }

  private void close(String payer) {
    Open open = byPayer.remove(payer);
    if (open != null) {
      open.store().close();
    }
  }

  private static String hash(String key) {
    return Keccak.hash(("peerz/wallet-key/1 " + key).getBytes(StandardCharsets.UTF_8)).hex();
  }

  @Override
  public synchronized void close() {
    new ArrayList<>(byPayer.keySet()).forEach(this::close);
  }
}
