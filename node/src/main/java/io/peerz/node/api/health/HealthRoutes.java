package io.peerz.node.api.health;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.peerz.node.api.Dispatcher;
import io.peerz.proof.error.PeerzException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /livez}, {@code /readyz} and {@code /metrics}. */
public final class HealthRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(HealthRoutes.class);
  private static final int MOST_AT_ONCE = 8;

  private final List<ReadinessCheck> checks;
  private final PrometheusMeterRegistry metrics;
  private final Runnable beforeScrape;

  public HealthRoutes(List<ReadinessCheck> checks, PrometheusMeterRegistry metrics) {
    this(checks, metrics, () -> {});
  }

  /**
   * The same with figures that are looked up when a monitor asks.
   *
   * @param beforeScrape may block for a few seconds; where it fails, the figures are those of
   *     before
   */
  public HealthRoutes(
      List<ReadinessCheck> checks, PrometheusMeterRegistry metrics, Runnable beforeScrape) {
    this.checks = List.copyOf(checks);
    this.metrics = metrics;
    this.beforeScrape = beforeScrape;
  }

  public void addTo(Router router) {
    Dispatcher dispatcher = new Dispatcher(MOST_AT_ONCE);
    router.get("/livez").handler(request -> request.json(new JsonObject().put("status", "ok")));
    router.get("/readyz").handler(dispatcher.on((request, caller) -> readiness(request)));
    router.get("/metrics").handler(dispatcher.on((request, caller) -> scrape(request)));
  }

  private void readiness(RoutingContext request) {
    JsonArray failed = new JsonArray();
    checks.forEach(
        check ->
            check
                .problem()
                .ifPresent(
                    problem ->
                        failed.add(
                            new JsonObject().put("name", check.name()).put("problem", problem))));
    request.response().setStatusCode(failed.isEmpty() ? 200 : 503);
    request.json(
        new JsonObject().put("status", failed.isEmpty() ? "ok" : "failed").put("failed", failed));
  }

  private void scrape(RoutingContext request) {
    try {
      beforeScrape.run();
    } catch (PeerzException e) {
      LOG.warn("metrics are not fresh: {}", e.getMessage());
    }
    request
        .response()
        .putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8")
        .end(metrics.scrape());
  }
}
