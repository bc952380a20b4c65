package io.peerz.node;

import io.peerz.node.api.BearerCheck;
import io.peerz.node.api.Dispatcher;
import io.peerz.node.api.LoopbackOnly;
import io.peerz.node.api.OpenApiRoute;
import io.peerz.node.api.RateLimit;
import io.peerz.node.api.ledger.ChannelsRoute;
import io.peerz.node.api.ledger.JobsRoute;
import io.peerz.node.api.ledger.RouteRoute;
import io.peerz.node.api.ledger.SwarmRoute;
import io.peerz.node.api.openai.ChatCompletionsRoute;
import io.peerz.node.api.openai.CompletionsRoute;
import io.peerz.node.api.openai.EmbeddingsRoute;
import io.peerz.node.api.openai.ModelsRoute;
import io.peerz.node.gateway.Gateway;
import io.peerz.node.trace.Traces;
import io.vertx.ext.web.Router;

/** What a gateway answers over HTTP. */
final class GatewayRoutes {
  private static final int MOST_READS = 64;
  private static final int MOST_CLOSES = 1;

  private final Gateway gateway;
  private final BearerCheck check;
  private final RateLimit limit;
  private final int mostGenerations;
  private final Traces traces;

  /** Routes of which nothing is traced. */
  GatewayRoutes(Gateway gateway, BearerCheck check, RateLimit limit, int mostGenerations) {
    this(gateway, check, limit, mostGenerations, Traces.OFF);
  }

  GatewayRoutes(
      Gateway gateway, BearerCheck check, RateLimit limit, int mostGenerations, Traces traces) {
    this.traces = traces;
    this.gateway = gateway;
    this.check = check;
    this.limit = limit;
    this.mostGenerations = mostGenerations;
  }

  void addTo(Router router) {
    router.get("/openapi.json").handler(new OpenApiRoute());
    router.route("/v1/*").handler(check).handler(limit);
    router.route("/peerz/*").handler(check).handler(limit);
    addGenerations(router, new Dispatcher(mostGenerations));
    addReads(router, new Dispatcher(MOST_READS));
    addCloses(router, new Dispatcher(MOST_CLOSES));
  }

  private void addGenerations(Router router, Dispatcher dispatcher) {
    router
        .post("/v1/chat/completions")
        .handler(dispatcher.on(new ChatCompletionsRoute(gateway, traces)));
    router.post("/v1/completions").handler(dispatcher.on(new CompletionsRoute(gateway, traces)));
    router.post("/v1/embeddings").handler(dispatcher.on(new EmbeddingsRoute(gateway)));
  }

  private void addReads(Router router, Dispatcher dispatcher) {
    ModelsRoute models = new ModelsRoute(gateway);
    router.get("/v1/models").handler(dispatcher.on(models));
    router.get("/v1/models/:id").handler(dispatcher.on(models));
    router.get("/peerz/v1/swarm").handler(dispatcher.on(new SwarmRoute(gateway)));
    router.get("/peerz/v1/route").handler(dispatcher.on(new RouteRoute(gateway)));
    router.get("/peerz/v1/jobs").handler(dispatcher.on(new JobsRoute(gateway)));
    router.get("/peerz/v1/channels").handler(dispatcher.on(new ChannelsRoute(gateway).list()));
  }

  private void addCloses(Router router, Dispatcher dispatcher) {
    ChannelsRoute channels = new ChannelsRoute(gateway);
    router
        .post("/peerz/v1/channels/close")
        .handler(new LoopbackOnly())
        .handler(dispatcher.on(channels.close()));
    router
        .post("/peerz/v1/channels/settle")
        .handler(new LoopbackOnly())
        .handler(dispatcher.on(channels.settle()));
  }
}
