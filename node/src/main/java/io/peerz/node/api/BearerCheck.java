package io.peerz.node.api;

import io.peerz.node.data.ApiKeys;
import io.peerz.node.data.KeySpending;
import io.peerz.node.gateway.WalletTab;
import io.peerz.node.gateway.WalletTabs;
import io.peerz.node.units.Amounts;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Lets only holders of a key in: the one key without a cap, or one of those that the wallet made
 * with a cap and an end. Where there is no key at all, everybody who reaches the server is let in.
 */
public final class BearerCheck implements Handler<RoutingContext> {
  private static final String SCHEME = "Bearer ";
  private static final ErrorReply REFUSED =
      new ErrorReply(
          401, "invalid_api_key", "missing or wrong API key; send Authorization: Bearer KEY", null);
  private static final ErrorReply EXPIRED =
      new ErrorReply(401, "invalid_api_key", "this API key has expired; ask for a new one", null);

  private final Optional<byte[]> masterKey;
  private final ApiKeys keys;
  private final KeySpending spending;
  private final InstantSource clock;
  private final Optional<WalletTabs> wallets;

  public BearerCheck(
      Optional<String> masterKey, ApiKeys keys, KeySpending spending, InstantSource clock) {
    this(
        masterKey.map(key -> key.getBytes(StandardCharsets.UTF_8)),
        keys,
        spending,
        clock,
        Optional.empty());
  }

  private BearerCheck(
      Optional<byte[]> masterKey,
      ApiKeys keys,
      KeySpending spending,
      InstantSource clock,
      Optional<WalletTabs> wallets) {
    this.masterKey = masterKey;
    this.keys = keys;
    this.spending = spending;
    this.clock = clock;
    this.wallets = wallets;
  }

  /** The same, which also lets wallets in that pay out of their own channels. */
  public BearerCheck orWallets(WalletTabs tabs) {
    return new BearerCheck(masterKey, keys, spending, clock, Optional.of(tabs));
  }

  @Override
  public void handle(RoutingContext request) {
    String header = request.request().getHeader("authorization");
    if (header != null && header.startsWith(SCHEME + WalletTabs.PREFIX)) {
      admitWallet(request, header.substring(SCHEME.length()).strip());
      return;
    }
    if (masterKey.isEmpty() && keys.list().isEmpty()) {
      request.next();
      return;
    }
    if (header == null || !header.startsWith(SCHEME)) {
      REFUSED.send(request.response());
      return;
    }
    String key = header.substring(SCHEME.length()).strip();
    if (isMaster(key)) {
      request.next();
    } else {
      keys.find(key)
          .ifPresentOrElse(known -> admit(request, known), () -> REFUSED.send(request.response()));
    }
  }

  private void admitWallet(RoutingContext request, String key) {
    Optional<WalletTab> tab = wallets.flatMap(tabs -> tabs.find(key));
    if (tab.isEmpty()) {
      EXPIRED.send(request.response());
      return;
    }
    RateLimit.nameCaller(request, tab.get().keyHash());
    Payer.set(request, () -> wallets.orElseThrow().gateway(tab.get()));
    request.next();
  }

  private boolean isMaster(String given) {
    return masterKey
        .filter(key -> MessageDigest.isEqual(key, given.getBytes(StandardCharsets.UTF_8)))
        .isPresent();
  }

  private void admit(RoutingContext request, ApiKeys.ApiKey key) {
    if (key.expiresAtSeconds() <= clock.instant().getEpochSecond()) {
      EXPIRED.send(request.response());
      return;
    }
    Spending.set(request, new Capped(key));
    RateLimit.nameCaller(request, key.hash());
    request.next();
  }

  private final class Capped implements Spending {
    private final ApiKeys.ApiKey key;

    private Capped(ApiKeys.ApiKey key) {
      this.key = key;
    }

    @Override
    public void admit() {
      if (spending.spentWei(key.hash()).compareTo(key.cap()) >= 0) {
        throw new PeerzException(
            ErrorCode.INSUFFICIENT_FUNDS,
            "this API key has spent its cap of %s PRZ; ask for a new one"
                .formatted(Amounts.exact(key.cap())));
      }
    }

    @Override
    public void spent(BigInteger wei) {
      spending.add(key.hash(), wei);
    }
  }
}
