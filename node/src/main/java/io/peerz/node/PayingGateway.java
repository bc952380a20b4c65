package io.peerz.node;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.peerz.node.api.HttpService;
import io.peerz.node.api.health.HealthRoutes;
import io.peerz.node.api.health.ReadinessCheck;
import io.peerz.node.chain.ChainPulse;
import io.peerz.node.chain.NetworkAccess;
import io.peerz.node.data.PortsFile;
import io.peerz.node.gateway.Gateway;
import io.peerz.node.gateway.GatewayAssembly;
import io.peerz.node.gateway.GatewaySetup;
import io.peerz.node.gateway.ServedModel;
import io.peerz.node.lifecycle.Closer;
import io.peerz.node.lifecycle.Waiting;
import io.peerz.node.log.OperatorLog;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A payer's running endpoint. Blocking; owned by the process that started it. */
public final class PayingGateway implements AutoCloseable {
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
    Gateway gateway = new GatewayAssembly(setup, network, closer).build(vertx, metrics);
    HealthRoutes health = new HealthRoutes(checks(gateway, pulse), metrics);
    GatewayRoutes routes = new GatewayRoutes(gateway, setup.apiKey(), setup.mostRequests());
    HttpService http =
        new HttpService(
            vertx,
            setup.listen(),
            router -> {
              health.addTo(router);
              routes.addTo(router);
            });
    http.start();
    closer.add("http server", http::stop);
    Path ports = setup.folder().resolve("ports");
    PortsFile.write(ports, Map.of("http", http.port()));
    closer.add("ports file", () -> PortsFile.remove(ports));
    new OperatorLog().gatewayReady(setup.model().getFileName().toString(), http.port());
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
