package io.peerz.inference.testing;

import io.peerz.inference.engine.ShardEngine;
import io.peerz.inference.evidence.KeptWork;
import io.peerz.inference.evidence.WorkKeeper;
import io.peerz.inference.evidence.WorkService;
import io.peerz.inference.route.Hop;
import io.peerz.inference.route.Offer;
import io.peerz.inference.route.ServiceTime;
import io.peerz.inference.serve.AdapterSource;
import io.peerz.inference.serve.NodeIdentity;
import io.peerz.inference.serve.ServeConfig;
import io.peerz.inference.serve.ServeDoors;
import io.peerz.inference.serve.ServedShard;
import io.peerz.inference.serve.ShardServer;
import io.peerz.inference.text.TokenTable;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.inference.wire.TlsIdentity;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.id.ShardId;
import io.peerz.proof.journal.MemorySigningJournal;
import io.peerz.proof.journal.SigningJournal;
import io.peerz.proof.sign.SigningKey;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** One node on a loopback port, with all that it keeps between two starts. */
public final class TestNode {
  public static final BigInteger PRICE = BigInteger.TEN.pow(15);
  private static final long EPOCH = 7;

  private final LoopbackNetwork network;
  private final Digest modelId;
  private final ShardEngine engine;
  private final SigningKey key = SigningKey.generate(new SecureRandom());
  private final Digest nodeId = Keccak.hash(key.address().bytes());
  private final TlsIdentity tls;
  private final MemoryDesk desk = new MemoryDesk();
  private final SigningJournal journal = new MemorySigningJournal();
  private ShardServer server;
  private int port;
  private boolean pushesToOthers = true;
  private Optional<TokenTable> tokens = Optional.empty();
  private Optional<KeptWork> work = Optional.empty();

  TestNode(LoopbackNetwork network, Digest modelId, ShardEngine engine, TlsIdentity tls) {
    this.network = network;
    this.modelId = modelId;
    this.engine = engine;
    this.tls = tls;
  }

  /** Starts, or starts again with the same keys, journal and vouchers. */
  public TestNode start(ServeConfig config) {
    return start(config, key);
  }

  /** Starts with a signing key that may be another than the registered one. */
  public TestNode start(ServeConfig config, SigningKey signingKey) {
    server =
        new ShardServer(
            network.vertx(),
            config,
            tls,
            List.of(new ServedShard(modelId, PRICE, engine, tokens)),
            new NodeIdentity(nodeId, signingKey),
            LoopbackNetwork.DOMAINS,
            new ServeDoors(
                journal,
                desk,
                desk,
                () -> EPOCH,
                AdapterSource.NONE,
                address -> pushesToOthers,
                work.<WorkKeeper>map(kept -> kept).orElse(WorkKeeper.NONE)),
            InstantSource.system());
    work.ifPresent(kept -> server.alsoServe(new WorkService(network.vertx(), kept)::mount));
    port = LoopbackNetwork.await(server.start());
    return this;
  }

  /** A node that knows nobody and so joins no ring. */
  public TestNode pushingToNobody() {
    pushesToOthers = false;
    return this;
  }

  /** A node that keeps its work and shows it. */
  public TestNode keeping(KeptWork kept) {
    work = Optional.of(kept);
    return this;
  }

  /** A node that knows the words of its model. */
  public TestNode knowing(TokenTable table) {
    tokens = Optional.of(table);
    return this;
  }

  public void stop() {
    LoopbackNetwork.await(server.stop());
  }

  public Digest nodeId() {
    return nodeId;
  }

  public Address signer() {
    return key.address();
  }

  public ShardEngine engine() {
    return engine;
  }

  public MemoryDesk desk() {
    return desk;
  }

  public ShardServer server() {
    return server;
  }

  public Digest channelId() {
    return Keccak.hash(nodeId.bytes(), network.purse().payer().bytes());
  }

  public NodeAddress address() {
    return new NodeAddress("127.0.0.1", port, tls.spkiHash());
  }

  public ShardId shard() {
    return new ShardId(modelId, engine.layerStart(), engine.layerEnd());
  }

  public Offer offer() {
    return new Offer(
        nodeId,
        key.address(),
        key.address(),
        BigInteger.ZERO,
        shard(),
        "127.0.0.1",
        port,
        tls.spkiHash(),
        PRICE,
        ServiceTime.UNKNOWN,
        true);
  }

  public Hop hop() {
    return new Hop(offer(), engine.layerStart(), engine.layerEnd());
  }
}
