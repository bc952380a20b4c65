package io.peerz.node.api.ledger;

import io.peerz.node.api.Caller;
import io.peerz.node.api.RequestHandler;
import io.peerz.node.gateway.FinishedJob;
import io.peerz.node.gateway.Gateway;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** {@code GET /peerz/v1/jobs}: the newest generations of this gateway, without their text. */
public final class JobsRoute implements RequestHandler {
  private static final int MOST = 200;

  private record Reply(String schema, List<FinishedJob> jobs) {}

  private final Gateway gateway;

  public JobsRoute(Gateway gateway) {
    this.gateway = gateway;
  }

  @Override
  public void handle(RoutingContext request, Caller caller) {
    Reply reply = new Reply("peerz.jobs/1", gateway.jobs(MOST));
    request
        .response()
        .putHeader("content-type", "application/json")
        .end(JsonMapper.shared().writeValueAsString(reply));
  }
}
