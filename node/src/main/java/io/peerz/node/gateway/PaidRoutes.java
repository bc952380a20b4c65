package io.peerz.node.gateway;

import io.peerz.inference.session.GenerationRequest;
import io.peerz.node.log.OperatorLog;

/** Finds the nodes for pieces of work that one coffer pays for. Thread-safe; blocking. */
final class PaidRoutes {
  private final RouteChooser routes;
  private final Coffer coffer;
  private final GatewayMetrics metrics;
  private final OperatorLog log;

  PaidRoutes(RouteChooser routes, Coffer coffer, GatewayMetrics metrics, OperatorLog log) {
    this.routes = routes;
    this.coffer = coffer;
    this.metrics = metrics;
    this.log = log;
  }

  /** The routes of one answer, or of one text's rows; the caller closes them. */
  AnswerRoutes choose(GenerationRequest request, RouteWishes wishes) {
    int newTokens = request.rowsOnly() ? 1 : request.sampling().maxTokens();
    RouteChoice choice = routes.choose(request.prompt().size(), newTokens, wishes);
    return new AnswerRoutes(routes, coffer, request, choice, metrics, log);
  }
}
