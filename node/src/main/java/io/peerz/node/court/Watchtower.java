package io.peerz.node.court;

import io.peerz.inference.evidence.KeptWork;
import io.peerz.inference.evidence.RemoteWork;
import io.peerz.inference.wire.ShardClients;
import io.peerz.ledger.audit.AuditDesk;
import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.TransactionSender;
import io.peerz.ledger.court.CourtReader;
import io.peerz.ledger.registry.NodeDirectory;
import io.peerz.ledger.token.TokenDesk;
import io.peerz.node.chain.NetworkAccess;
import io.peerz.node.lifecycle.Closer;
import io.peerz.node.lifecycle.Waiting;
import io.peerz.node.log.OperatorLog;
import io.peerz.proof.encode.Domain;
import io.vertx.core.Vertx;
import java.math.BigInteger;
import java.time.Duration;

/**
 * An auditor that runs until it is closed: asks nodes for receipts of drawn batches, computes them
 * again, takes what is false to the court and plays its side there. It may be killed at any time.
 */
public final class Watchtower implements AutoCloseable {
  private static final Duration PEER_TIMEOUT = Duration.ofSeconds(10);
  private static final long MOST_EVIDENCE_BYTES = 8L << 30;
  private static final BigInteger ALLOWANCE_WEI = BigInteger.TWO.pow(255);

  private final AuditorSetup setup;
  private final ChainClient chain;
  private final OperatorLog log = new OperatorLog();
  private final Closer closer = new Closer();
  private final TransactionSender sender;
  private final BatchAudit audit;
  private final Prosecutor prosecutor;
  private final BigInteger startWei;
  private BigInteger lastWei;

  private Watchtower(AuditorSetup setup, NetworkAccess network) {
    this.setup = setup;
    this.chain = network.chain();
    this.sender = network.sendAs(setup.account());
    this.startWei = balanceWei();
    this.lastWei = startWei;
    Vertx vertx = Vertx.vertx();
    closer.add("vertx", () -> Waiting.on(vertx.close()));
    ShardClients clients = closer.add("connections", new ShardClients(vertx, PEER_TIMEOUT));
    Domain ledger = network.deployment().domains().contributionLedger();
    KeptWork evidence =
        KeptWork.open(setup.folder().resolve("evidence"), ledger, MOST_EVIDENCE_BYTES);
    this.prosecutor = new Prosecutor(chain, sender, setup.engines(), evidence, log);
    this.audit =
        new BatchAudit(
            new AuditDesk(chain, sender),
            BatchLottery.open(setup.folder().resolve("secret"), setup.rate()),
            new NodeDirectory(chain),
            new RemoteWork(clients, ledger, PEER_TIMEOUT),
            setup.engines(),
            prosecutor,
            log);
  }

  /** Checks that it can pay for questions and disputes, and begins to watch. */
  public static Watchtower start(AuditorSetup setup, NetworkAccess network) {
    Watchtower tower = new Watchtower(setup, network);
    try {
      tower.prepare(network);
      tower.watch();
      return tower;
    } catch (RuntimeException e) {
      tower.close();
      throw e;
    }
  }

  private void prepare(NetworkAccess network) {
    BigInteger needed = audit.bondWei().add(new CourtReader(chain).bondWei());
    TokenDesk.mustHold(chain, sender.address(), needed);
    TokenDesk tokens = new TokenDesk(chain, sender);
    tokens.allow(network.deployment().contributionLedger(), needed, ALLOWANCE_WEI);
    tokens.allow(network.deployment().disputeCourt(), needed, ALLOWANCE_WEI);
    log.auditorReady(setup.rate(), startWei);
  }

  private void watch() {
    // The moves of disputes come first: they have clocks.
    LookLoop loop = new LookLoop("the auditor", prosecutor::look, audit::look, this::tellBalance);
    closer.add("watching", loop).start();
  }

  private void tellBalance() {
    BigInteger nowWei = balanceWei();
    if (!nowWei.equals(lastWei)) {
      lastWei = nowWei;
      log.auditorBalance(nowWei, changeWei());
    }
  }

  /** Tokens that the account won or lost since the start, as far as it has seen. */
  public BigInteger changeWei() {
    return lastWei.subtract(startWei);
  }

  private BigInteger balanceWei() {
    return chain.tokenBalanceWei(sender.address());
  }

  @Override
  public void close() {
    closer.close();
  }
}
