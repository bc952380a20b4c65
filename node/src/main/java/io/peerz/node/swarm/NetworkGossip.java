package io.peerz.node.swarm;

import io.peerz.inference.gossip.Gossip;
import io.peerz.inference.gossip.GossipConfig;
import io.peerz.inference.gossip.GossipDirectory;
import io.peerz.inference.gossip.GossipService;
import io.peerz.inference.gossip.Gossiper;
import io.peerz.inference.gossip.NoticeBook;
import io.peerz.inference.gossip.NoticeWriter;
import io.peerz.inference.gossip.Roster;
import io.peerz.inference.serve.NodeIdentity;
import io.peerz.inference.swarm.DirectorySource;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.inference.wire.NodeDescription;
import io.peerz.inference.wire.ShardClients;
import io.peerz.ledger.registry.NodeDirectory;
import io.peerz.node.chain.ChainDirectory;
import io.peerz.node.chain.ChainRegistry;
import io.peerz.node.chain.NetworkAccess;
import io.peerz.proof.announce.SignedNotice;
import io.peerz.proof.encode.Domain;
import io.peerz.proof.id.Digest;
import io.vertx.core.Vertx;
import io.vertx.grpc.server.GrpcServer;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a node or a gateway hears of its network's swarm, and what a node says of itself. The
 * registry on the chain says whose word counts. Started once; closing says farewell.
 */
public final class NetworkGossip implements AutoCloseable {
  private final GossipConfig config = GossipConfig.defaults();
  private final InstantSource clock;
  private final Vertx vertx;
  private final Domain nodeRegistry;
  private final NoticeBook book;
  private final Gossip gossip;
  private final ShardClients clients;
  private final DirectorySource directory;
  private Optional<NoticeWriter> writer = Optional.empty();
  private Optional<Gossiper> gossiper = Optional.empty();

  /**
   * Hears nothing before it is started.
   *
   * @param self the node that speaks here; empty for a gateway, which only listens
   */
  public NetworkGossip(
      NetworkAccess network, Optional<Digest> self, Vertx vertx, InstantSource clock) {
    this.clock = clock;
    this.vertx = vertx;
    this.nodeRegistry = network.deployment().domains().nodeRegistry();
    NodeDirectory registry = new NodeDirectory(network.chain());
    Roster roster = new Roster(new ChainRegistry(registry), clock);
    this.book =
        new NoticeBook(
            roster, (notice, signer) -> notice.requireSigner(signer, nodeRegistry), config);
    this.gossip = new Gossip(self, roster, book, config, new SecureRandom());
    this.clients = new ShardClients(vertx, config.timeout());
    this.directory = new GossipDirectory(gossip, book, new ChainDirectory(registry, clock), clock);
  }

  /** Who serves what now. */
  public DirectorySource directory() {
    return directory;
  }

  /** Lets others ask this node on its own port. */
  public void mount(GrpcServer server) {
    new GossipService(vertx, gossip, clock).mount(server);
  }

  /** Listens only. */
  public synchronized void listen() {
    start(Optional::empty);
  }

  /** Listens, and says of this node what it serves. */
  public synchronized void speak(
      NodeIdentity identity, NodeAddress address, Supplier<NodeDescription> self) {
    NoticeWriter speaker =
        new NoticeWriter(
            identity,
            nodeRegistry,
            address,
            self,
            () -> config.lifeAmong(book.serving(clock.instant())),
            config,
            clock);
    writer = Optional.of(speaker);
    start(speaker);
  }

  @Override
  public synchronized void close() {
    writer.ifPresent(NoticeWriter::farewell);
    gossiper.ifPresent(Gossiper::close);
    clients.close();
  }

  private void start(Supplier<Optional<SignedNotice>> own) {
    Gossiper started = new Gossiper(gossip, clients, config, clock, own);
    gossiper = Optional.of(started);
    started.start();
  }
}
