package io.peerz.devnet.explorer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.peerz.devnet.network.DevnetFolder;
import io.peerz.ledger.index.ChainFollower;
import io.peerz.ledger.index.ContractBook;
import io.peerz.ledger.index.LedgerIndex;
import io.peerz.node.api.HttpService;
import io.peerz.node.api.UploadPlace;
import io.peerz.node.api.WebPolicy;
import io.peerz.node.api.explorer.IndexRoutes;
import io.peerz.node.api.explorer.LiveStream;
import io.peerz.node.api.health.HealthRoutes;
import io.peerz.node.api.health.ReadinessCheck;
import io.peerz.node.chain.NetworkAccess;
import io.peerz.node.data.PortsFile;
import io.peerz.node.lifecycle.Closer;
import io.peerz.node.lifecycle.Waiting;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A running explorer. Blocking; owned by the process that started it. */
public final class ExplorerServer implements AutoCloseable {
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);

  private final ExplorerSetup setup;
  private final NetworkAccess network;
  private final Closer closer = new Closer();
  private HttpService http;

  private ExplorerServer(ExplorerSetup setup, NetworkAccess network) {
    this.setup = setup;
    this.network = network;
  }

  /** Follows the chain and listens; when this returns the pages can be opened. */
  public static ExplorerServer start(ExplorerSetup setup, NetworkAccess network) {
    ExplorerServer explorer = new ExplorerServer(setup, network);
    try {
      explorer.build();
      return explorer;
    } catch (RuntimeException e) {
      explorer.close();
      throw e;
    }
  }

  private void build() {
    Vertx vertx = Vertx.vertx();
    closer.add("vertx", () -> Waiting.on(vertx.close()));
    LedgerIndex index = closer.add("index", openIndex());
    LiveStream live = closer.add("live stream", new LiveStream(vertx));
    NodeReceipts receipts = new NodeReceipts(setup.home(), index);
    NewsDesk news = new NewsDesk(index, receipts, live);
    ChainFollower follower =
        closer.add(
            "chain follower", new ChainFollower(network.chain(), index, LOOK_EVERY, news::tell));
    news.follow(follower);
    follower.start();
    ContractBook book = ContractBook.of(network.deployment());
    Forwarder forwarder = new Forwarder(vertx);
    closer.add("forwarder", forwarder);
    http =
        new HttpService(
            vertx,
            setup.listen(),
            WebPolicy.OWN_PAGES,
            router -> {
              new PageHeaders().addTo(router);
              health(index, follower).addTo(router);
              router.get("/api/v1/live").handler(live);
              new NetworkRoutes(setup, network, index, follower, book).addTo(router);
              addIndex(router, index);
              new ChainDoor(forwarder, network.network().rpc()).addTo(router);
              new GatewayDoor(forwarder, setup.gateway()).addTo(router);
              addDevnet(router);
              new Pages().addTo(router);
            },
            Optional.of(uploads()));
    http.start();
    closer.add("http server", http::stop);
    Path ports = setup.ports();
    PortsFile.write(ports, Map.of("http", http.port()));
    closer.add("ports file", () -> PortsFile.remove(ports));
  }

  private static HealthRoutes health(LedgerIndex index, ChainFollower follower) {
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Gauge.builder("peerz.chain.head", follower::head)
        .description("newest block seen")
        .register(metrics);
    Gauge.builder("peerz.chain.lag.blocks", () -> lagBlocks(index, follower))
        .description("blocks that the index does not have yet")
        .register(metrics);
    ReadinessCheck followed =
        new ReadinessCheck(
            "chain", () -> Optional.of(follower.trouble()).filter(trouble -> !trouble.isEmpty()));
    return new HealthRoutes(List.of(followed), metrics);
  }

  private static long lagBlocks(LedgerIndex index, ChainFollower follower) {
    return Math.max(0, follower.head() - index.tip().map(LedgerIndex.Tip::number).orElse(0L));
  }

  private UploadPlace uploads() {
    return new UploadPlace(
        GatewayDoor.FILES, setup.home().explorer().resolve("uploads"), UploadDoor.MOST_BYTES);
  }

  private void addIndex(Router router, LedgerIndex index) {
    new IndexRoutes(index, network.deployment().domains().contributionLedger()).addTo(router);
  }

  private void addDevnet(Router router) {
    if (setup.devnet()) {
      DevnetDesk desk = closer.add("devnet desk", new DevnetDesk(setup.home(), network));
      desk.addTo(router);
      new DevnetTools(new DevnetFolder(setup.home().devnet()), network.network().rpc())
          .addTo(router);
    }
  }

  private LedgerIndex openIndex() {
    return setup.index().isEmpty()
        ? openOwnIndex(setup.home().explorer().resolve("index.sqlite"))
        : LedgerIndex.shared(setup.index(), network.deployment());
  }

  /** A file of another network or version is of no use: all of it can be read again. */
  private LedgerIndex openOwnIndex(Path file) {
    try {
      return LedgerIndex.open(file, network.deployment());
    } catch (PeerzException e) {
      if (e.code() != ErrorCode.CHAIN_MISMATCH && e.code() != ErrorCode.BAD_CONFIG) {
        throw e;
      }
      forget(file);
      return LedgerIndex.open(file, network.deployment());
    }
  }

  private static void forget(Path file) {
    try {
      for (String suffix : new String[] {"", "-wal", "-shm"}) {
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
      }
    } catch (IOException e) {
      throw new PeerzException(ErrorCode.IO, "cannot delete the old index " + file, e);
    }
  }

  public int port() {
    return http.port();
  }

  @Override
  public void close() {
    closer.close();
  }
}
