package io.peerz.inference.serve;

import io.peerz.inference.wire.CannotListen;
import io.peerz.inference.wire.DescriptionCodec;
import io.peerz.inference.wire.NodeDescription;
import io.peerz.inference.wire.Protocol;
import io.peerz.inference.wire.ShardClients;
import io.peerz.inference.wire.TlsIdentity;
import io.peerz.inference.wire.proto.Frames;
import io.peerz.proof.encode.Domains;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerOptions;
import io.vertx.grpc.server.GrpcServerRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Serves shards to paying strangers over TLS 1.3. Event loops move bytes; each stream has a virtual
 * thread, each engine one platform thread. The server owns the engines given to it and closes them.
 */
public final class ShardServer {
  private static final int MAX_STREAMS_PER_CONNECTION = 256;

  /**
   * In 30 s on one connection. A session ends by its client's cutting the stream, and one gateway
   * carries hundreds; Vert.x would close the connection after 200.
   */
  private static final int MAX_CUT_STREAMS = 4096;

  private static final int STOP_TIMEOUT_SECONDS = 10;
  private static final String TRACEPARENT = "traceparent";
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final ServeConfig config;
  private final TlsIdentity tls;
  private final NodeIdentity identity;
  private final Map<ServedShard, EngineLoop> shards = new LinkedHashMap<>();
  private final SessionTable table;
  private final SessionDesk desk;
  private final List<Consumer<GrpcServer>> others = new ArrayList<>();
  private final ShardClients clients;
  private final RingTable rings;
  private final ExecutorService streams = Executors.newVirtualThreadPerTaskExecutor();
  private SessionWatch watch = SessionWatch.NONE;
  private Optional<Future<Integer>> started = Optional.empty();
  private Optional<Future<Void>> stopped = Optional.empty();
  private Optional<HttpServer> listener = Optional.empty();
  private long sweeper;

  public ShardServer(
      Vertx vertx,
      ServeConfig config,
      TlsIdentity tls,
      List<ServedShard> served,
      NodeIdentity identity,
      Domains domains,
      ServeDoors doors,
      InstantSource clock) {
    this.vertx = vertx;
    this.config = config;
    this.tls = tls;
    this.identity = identity;
    served.forEach(
        shard ->
            shards.put(
                shard, new EngineLoop(shard.engine(), config.queueSteps(), config.prefixBytes())));
    this.table = new SessionTable(config.maxSessions());
    this.clients = new ShardClients(vertx, CONNECT_TIMEOUT);
    this.rings = new RingTable(clients, doors.peers());
    SessionDuties duties =
        new SessionDuties(
            identity.nodeId(),
            new Admission(doors.desk(), clock, config.redeemMargin()),
            new ReceiptIssuer(
                identity, domains.contributionLedger(), doors.journal(), doors.epochs(), clock),
            new Cashier(domains, doors.desk(), doors.receipts(), clock),
            doors.work(),
            config.maxChunkPositions());
    this.desk =
        new SessionDesk(
            shards,
            table,
            new ChannelBook(identity.nodeId(), doors.desk(), config.maxUnpaidChunks()),
            rings,
            duties,
            domains.paymentChannels(),
            doors.adapters());
  }

  /** Adds methods of another service to the same port; only before {@link #start}. */
  public synchronized void alsoServe(Consumer<GrpcServer> service) {
    others.add(service);
  }

  /** Tells somebody of every session; only before {@link #start}. */
  public synchronized void tellOfSessions(SessionWatch listener) {
    watch = listener;
  }

  /** Listens; the result is the port. Starting again returns the same result. */
  public synchronized Future<Integer> start() {
    if (started.isEmpty()) {
      shards.values().forEach(EngineLoop::start);
      HttpServer http = vertx.createHttpServer(httpOptions()).requestHandler(grpc());
      long everyMillis = Math.max(1, config.idleTimeout().toMillis() / 4);
      sweeper = vertx.setPeriodic(everyMillis, id -> streams.execute(this::sweep));
      started = Optional.of(http.listen().map(HttpServer::actualPort).recover(this::notListening));
      listener = Optional.of(http);
    }
    return started.get();
  }

  /** Stops listening, lets running steps finish, ends all sessions and closes the engines. */
  public synchronized Future<Void> stop() {
    if (stopped.isEmpty()) {
      vertx.cancelTimer(sweeper);
      Future<Void> closed = listener.map(HttpServer::close).orElseGet(Future::succeededFuture);
      stopped =
          Optional.of(
              closed.otherwiseEmpty().compose(done -> vertx.executeBlocking(this::release)));
    }
    return stopped.get();
  }

  /** Sessions open now, with or without a stream. */
  public int sessions() {
    return table.size();
  }

  /** Part of the KV caches in use, of the engine that has least left. */
  public double cacheUsage() {
    return shards.keySet().stream().mapToDouble(s -> s.engine().cacheUsage()).max().orElse(0);
  }

  private Void release() throws InterruptedException {
    shards.values().forEach(EngineLoop::close);
    streams.shutdownNow();
    streams.awaitTermination(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    desk.endIdle(Duration.ZERO);
    clients.close();
    shards.keySet().forEach(shard -> shard.engine().close());
    return null;
  }

  private void sweep() {
    desk.endIdle(config.idleTimeout());
  }

  private HttpServerOptions httpOptions() {
    return new HttpServerOptions()
        .setHost(config.host())
        .setPort(config.port())
        .setSsl(true)
        .setUseAlpn(true)
        .setKeyCertOptions(tls.keyCertOptions())
        .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
        .setTcpNoDelay(true)
        .setHttp2RstFloodMaxRstFramePerWindow(MAX_CUT_STREAMS)
        .setInitialSettings(
            new Http2Settings().setMaxConcurrentStreams(MAX_STREAMS_PER_CONNECTION));
  }

  private GrpcServer grpc() {
    GrpcServerOptions options = new GrpcServerOptions().setMaxMessageSize(Protocol.MAX_FRAME_BYTES);
    GrpcServer server =
        GrpcServer.server(vertx, options)
            .callHandler(Protocol.serverDescribe(), this::describe)
            .callHandler(Protocol.serverSession(), this::session)
            .callHandler(Protocol.serverPush(), request -> new PushReader(rings, request).listen());
    others.forEach(service -> service.accept(server));
    return server;
  }

  private void session(GrpcServerRequest<Frames.ClientFrame, Frames.ServerFrame> request) {
    Context context = vertx.getOrCreateContext();
    StreamWorker worker =
        new StreamWorker(
            new StreamInbox(context, request),
            new StreamOutlet(context, request.response()),
            desk,
            config.idleTimeout(),
            open -> watch.began(Optional.ofNullable(request.headers().get(TRACEPARENT)), open));
    streams.execute(worker);
  }

  private void describe(GrpcServerRequest<Frames.DescribeRequest, Frames.DescribeReply> request) {
    request.handler(ignored -> {});
    request.endHandler(done -> request.response().end(DescriptionCodec.encode(description())));
  }

  /** What this node offers and how fast it is, as clients are told. */
  public NodeDescription description() {
    List<NodeDescription.Shard> all =
        shards.entrySet().stream().map(e -> describe(e.getKey(), e.getValue().meter())).toList();
    return new NodeDescription(identity.nodeId(), all, table.free());
  }

  private static NodeDescription.Shard describe(ServedShard shard, ServiceMeter meter) {
    return new NodeDescription.Shard(
        shard.id(),
        shard.engine().geometry().profile(),
        shard.pricePerGcuWei(),
        shard.engine().maxPositions(),
        meter.prefillNanosPerLayerToken(),
        meter.decodeNanosPerLayerToken(),
        meter.queuedTokens());
  }

  private Future<Integer> notListening(Throwable cause) {
    return Future.failedFuture(CannotListen.on(config.host(), config.port(), cause));
  }
}
