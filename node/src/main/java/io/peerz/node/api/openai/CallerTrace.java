package io.peerz.node.api.openai;

import io.peerz.node.gateway.GenerationJob;
import io.peerz.node.trace.GenerationSpan;
import io.peerz.node.trace.Traces;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * The place of a request in its caller's trace.
 *
 * @param operation in OpenTelemetry's words
 */
record CallerTrace(
    Traces traces, String operation, Optional<String> traceparent, String requestId) {

  static CallerTrace of(Traces traces, String operation, RoutingContext request) {
    return new CallerTrace(
        traces,
        operation,
        Optional.ofNullable(request.request().getHeader("traceparent")),
        request.response().headers().get("x-request-id"));
  }

  GenerationSpan begin(GenerationJob job) {
    return GenerationSpan.begin(
        traces, operation, job.model(), job.sampling().maxTokens(), traceparent, requestId);
  }
}
