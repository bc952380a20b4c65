package io.peerz.node.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import io.peerz.inference.session.AnswerJournal;
import io.peerz.inference.session.SessionConfig;
import io.peerz.inference.session.SessionRunner;
import io.peerz.inference.swarm.SwarmConfig;
import io.peerz.inference.swarm.SwarmView;
import io.peerz.inference.wire.ShardClients;
import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.TransactionSender;
import io.peerz.ledger.escrow.ChannelDesk;
import io.peerz.ledger.escrow.ChannelReader;
import io.peerz.ledger.escrow.PurseStore;
import io.peerz.ledger.model.ModelDesk;
import io.peerz.ledger.registry.NodeDirectory;
import io.peerz.node.chain.ChainDirectory;
import io.peerz.node.chain.NetworkAccess;
import io.peerz.node.lifecycle.Closer;
import io.peerz.node.log.OperatorLog;
import io.peerz.proof.encode.Domains;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.vertx.core.Vertx;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;

/** Builds a gateway out of its parts; what must be closed goes to the closer. Blocking. */
public final class GatewayAssembly {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** No offer is too dear by itself: the deposit bounds what can be spent. */
  private static final BigInteger ANY_PRICE = BigInteger.ONE.shiftLeft(96).subtract(BigInteger.ONE);

  private final GatewaySetup setup;
  private final NetworkAccess network;
  private final Closer closer;
  private final TransactionSender sender;
  private final AdapterCatalog adapters;
  private final Clock clock = Clock.systemUTC();
  private final OperatorLog log = new OperatorLog();

  /**
   * Parts of a gateway.
   *
   * @param sender the wallet's transactions; the only one for its key
   * @param adapters what may be asked for beside the base
   */
  public GatewayAssembly(
      GatewaySetup setup,
      NetworkAccess network,
      Closer closer,
      TransactionSender sender,
      AdapterCatalog adapters) {
    this.setup = setup;
    this.network = network;
    this.closer = closer;
    this.sender = sender;
    this.adapters = adapters;
  }

  /** A gateway, and the wallets elsewhere that may chat through it. */
  public record Parts(Gateway gateway, WalletTabs tabs) {}

  /** A gateway with channels to all nodes that answer now, as far as the wallet's money goes. */
  public Parts build(Vertx vertx, MeterRegistry registry) {
    ChainClient chain = network.chain();
    Domains domains = network.deployment().domains();
    ModelVoice voice = closer.add("model", ModelVoice.open(setup.model(), setup.arithmetic()));
    requireRegistered(voice);
    PurseStore store = closer.add("purse", PurseStore.open(setup.folder().resolve("purse.sqlite")));
    ChannelPurse purse =
        new ChannelPurse(
            store, domains.paymentChannels(), setup.wallet(), setup.sessionKey(), ANY_PRICE, clock);
    ShardClients clients =
        closer.add("connections to nodes", new ShardClients(vertx, CONNECT_TIMEOUT));
    ChainDirectory directory = new ChainDirectory(new NodeDirectory(chain), clock);
    SwarmView swarm = new SwarmView(directory, clients, SwarmConfig.defaults(), clock);
    SwarmGateway gateway =
        new SwarmGateway(
            voice,
            new RouteChooser(directory, swarm, voice.modelId(), voice.geometry(), setup.wishes()),
            new SessionRunner(clients, purse, domains, SessionConfig.defaults()),
            keeper(store, purse),
            chain,
            JobLog.open(setup.folder().resolve("jobs.jsonl")),
            AnswerJournal.open(setup.folder().resolve("answers")),
            new RouteLog(setup.folder().resolve("routes.jsonl")),
            new GatewayMetrics(registry),
            log,
            adapters);
    gateway.openChannels();
    return new Parts(gateway, closer.add("wallet tabs", tabs(gateway, clients)));
  }

  private WalletTabs tabs(SwarmGateway gateway, ShardClients clients) {
    Domains domains = network.deployment().domains();
    ChannelReader reader = new ChannelReader(network.chain());
    return new WalletTabs(
        setup.folder().resolve("tabs"),
        domains.paymentChannels(),
        setup.sessionKey(),
        reader::read,
        (purse, coffer) ->
            gateway.paidBy(
                new SessionRunner(clients, purse, domains, SessionConfig.defaults()), coffer),
        clock);
  }

  private ChannelKeeper keeper(PurseStore store, ChannelPurse purse) {
    ChannelDesk desk = new ChannelDesk(network.chain(), sender, setup.wallet());
    return new ChannelKeeper(desk, store, purse, setup.depositWei(), log);
  }

  private void requireRegistered(ModelVoice voice) {
    if (new ModelDesk(network.chain()).find(voice.modelId()).isEmpty()) {
      throw new PeerzException(
          ErrorCode.MODEL_NOT_FOUND,
          "model '%s' (%s) is not registered on this network; check its files with: peerz model verify, or make it known with: peerz model register"
              .formatted(voice.name(), voice.modelId().shortHex()));
    }
  }
}
