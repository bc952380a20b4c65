package io.peerz.node.court;

import io.peerz.inference.evidence.KeptWork;
import io.peerz.inference.evidence.RemoteWork;
import io.peerz.inference.serve.AdapterSource;
import io.peerz.inference.serve.NodeIdentity;
import io.peerz.inference.wire.ShardClients;
import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.TransactionSender;
import io.peerz.ledger.court.CourtReader;
import io.peerz.ledger.court.JuryBench;
import io.peerz.ledger.registry.NodeDirectory;
import io.peerz.node.lifecycle.Closer;
import io.peerz.node.log.OperatorLog;
import io.peerz.proof.encode.Domains;
import io.vertx.core.Vertx;
import java.time.Duration;

/** What a running node does at the court. Started parts are closed by whoever started them. */
public final class CourtService {
  private static final Duration PEER_TIMEOUT = Duration.ofSeconds(10);

  private final ChainClient chain;
  private final TransactionSender sender;
  private final NodeIdentity identity;
  private final ReplayEngines engines;
  private final AdapterSource adapters;
  private final OperatorLog log;

  /**
   * @param sender of the node's signer
   */
  public CourtService(
      ChainClient chain,
      TransactionSender sender,
      NodeIdentity identity,
      ReplayEngines engines,
      AdapterSource adapters,
      OperatorLog log) {
    this.chain = chain;
    this.sender = sender;
    this.identity = identity;
    this.engines = engines;
    this.adapters = adapters;
    this.log = log;
  }

  /** Begins to answer disputes about this node's work. */
  public AutoCloseable defend(KeptWork kept) {
    Advocate advocate = new Advocate(kept, engines, adapters);
    SelfDefence defence = new SelfDefence(chain, sender, identity.nodeId(), advocate, kept, log);
    defence.start();
    return defence;
  }

  /** Begins to fill the seats of juries for which this node is drawn. */
  public AutoCloseable sitOnJuries(Vertx vertx, Domains domains) {
    Closer closer = new Closer();
    ShardClients clients =
        closer.add("connections of jurors", new ShardClients(vertx, PEER_TIMEOUT));
    JuryDuty duty =
        new JuryDuty(
            identity.nodeId(),
            identity.key(),
            new CourtReader(chain),
            new JuryBench(chain, sender),
            new NodeDirectory(chain),
            new RemoteWork(clients, domains.contributionLedger(), PEER_TIMEOUT),
            engines,
            adapters);
    closer.add("juries", new LookLoop("the juror", duty::look)).start();
    return closer;
  }
}
