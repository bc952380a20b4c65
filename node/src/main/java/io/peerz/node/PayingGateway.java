package io.peerz.node;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.peerz.finetune.market.RoundMarket;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.ledger.chain.TransactionSender;
import io.peerz.node.api.BearerCheck;
import io.peerz.node.api.HttpService;
import io.peerz.node.api.RateLimit;
import io.peerz.node.api.UploadPlace;
import io.peerz.node.api.WebPolicy;
import io.peerz.node.api.health.HealthRoutes;
import io.peerz.node.api.health.ReadinessCheck;
import io.peerz.node.chain.ChainPulse;
import io.peerz.node.chain.NetworkAccess;
import io.peerz.node.data.ApiKeys;
import io.peerz.node.data.KeySpending;
import io.peerz.node.data.PortsFile;
import io.peerz.node.finetune.ChainRoundMarket;
import io.peerz.node.gateway.Gateway;
import io.peerz.node.gateway.GatewayAssembly;
import io.peerz.node.gateway.GatewaySetup;
import io.peerz.node.gateway.ServedModel;
import io.peerz.node.gateway.SwarmGauges;
import io.peerz.node.jobs.AdapterNames;
import io.peerz.node.jobs.FileShelf;
import io.peerz.node.jobs.JobGauges;
import io.peerz.node.jobs.JobOffice;
import io.peerz.node.jobs.OfficeAssembly;
import io.peerz.node.jobs.WalletDesk;
import io.peerz.node.lifecycle.Closer;
import io.peerz.node.lifecycle.Waiting;
import io.peerz.node.log.OperatorLog;
import io.peerz.node.trace.Traces;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A payer's running endpoint. Blocking; owned by the process that started it. */
public final class PayingGateway implements AutoCloseable {
  private static final double WEI = 1e18;

  /** What a form adds to the file in it. */
  private static final long FORM_BYTES = 16 * 1024;

  private final GatewaySetup setup;
  private final NetworkAccess network;
  private final Closer closer = new Closer();

  private PayingGateway(GatewaySetup setup, NetworkAccess network) {
    this.setup = setup;
    this.network = network;
  }

  /** Opens channels and listens; when this returns the gateway answers. */
  public static PayingGateway start(GatewaySetup setup, NetworkAccess network) {
    PayingGateway gateway = new PayingGateway(setup, network);
    try {
      gateway.build();
      return gateway;
    } catch (RuntimeException e) {
      gateway.close();
      throw e;
    }
  }

  private void build() {
    Vertx vertx = Vertx.vertx();
    closer.add("vertx", () -> Waiting.on(vertx.close()));
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    ChainPulse pulse = new ChainPulse(network.chain(), setup.wallet().address());
    pulse.start();
    closer.add("chain pulse", pulse::stop);
    TransactionSender sender = network.sendAs(setup.wallet());
    FineTuning tuning = tuning(vertx, sender);
    GatewayAssembly.Parts parts =
        new GatewayAssembly(setup, network, closer, sender, tuning.adapters())
            .build(vertx, metrics);
    Gateway gateway = parts.gateway();
    chainGauges(metrics, pulse);
    SwarmGauges swarm = new SwarmGauges(gateway, metrics);
    JobGauges losses = new JobGauges(tuning.office(), metrics);
    Runnable look =
        () -> {
          swarm.refresh();
          losses.refresh();
        };
    HealthRoutes health = new HealthRoutes(checks(gateway, pulse), metrics, look);
    Traces traces = closer.add("traces", Traces.of("peerz-gateway", System.getenv()));
    GatewayRoutes routes =
        new GatewayRoutes(
            gateway,
            bearers().orWallets(parts.tabs()),
            new RateLimit(setup.requestsPerMinute(), System::nanoTime),
            setup.mostRequests(),
            traces);
    FineTuningRoutes jobs = new FineTuningRoutes(tuning);
    CreditRoutes credit = new CreditRoutes(parts.tabs());
    HttpService http =
        new HttpService(
            vertx,
            setup.listen(),
            new WebPolicy(false, setup.origins()),
            router -> {
              health.addTo(router);
              routes.addTo(router);
              jobs.addTo(router);
              credit.addTo(router);
            },
            Optional.of(uploads()));
    http.start();
    closer.add("http server", http::stop);
    Path ports = setup.folder().resolve("ports");
    PortsFile.write(ports, Map.of("http", http.port()));
    closer.add("ports file", () -> PortsFile.remove(ports));
    new OperatorLog().gatewayReady(setup.model().getFileName().toString(), http.port());
  }

  private static void chainGauges(MeterRegistry metrics, ChainPulse pulse) {
    Gauge.builder("peerz.chain.head", pulse::head)
        .description("newest block seen")
        .register(metrics);
    Gauge.builder("peerz.gas.balance.eth", () -> pulse.gasWei().doubleValue() / WEI)
        .description("coin of the wallet")
        .register(metrics);
  }

  private FineTuning tuning(Vertx vertx, TransactionSender sender) {
    OfficeAssembly parts =
        new OfficeAssembly(setup.folder().resolve("finetune"), setup.blobs(), closer);
    RoundMarket market = new ChainRoundMarket(network.chain(), sender);
    WalletDesk desk = new WalletDesk(network.chain(), sender, setup.wallet());
    FileShelf files = parts.files();
    JobOffice office = parts.office(vertx, setup.model(), files, market, desk, desk);
    AdapterNames adapters =
        new AdapterNames(market, office, ModelFolder.open(setup.model()).manifest().modelId());
    return new FineTuning(files, office, adapters);
  }

  private UploadPlace uploads() {
    return new UploadPlace(
        "/v1/files", setup.folder().resolve("uploads"), FileShelf.LIMITS.maxBytes() + FORM_BYTES);
  }

  private BearerCheck bearers() {
    return new BearerCheck(
        setup.apiKey(),
        new ApiKeys(setup.folder()),
        new KeySpending(setup.folder()),
        InstantSource.system());
  }

  private static List<ReadinessCheck> checks(Gateway gateway, ChainPulse pulse) {
    return List.of(
        new ReadinessCheck("chain", pulse::problem),
        new ReadinessCheck("route", () -> routeProblem(gateway)));
  }

  private static Optional<String> routeProblem(Gateway gateway) {
    return gateway.models().stream()
        .filter(model -> !model.complete())
        .map(ServedModel::name)
        .findFirst()
        .map(name -> "the nodes that answer do not cover all layers of " + name);
  }

  @Override
  public void close() {
    closer.close();
  }
}
