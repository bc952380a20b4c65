package io.peerz.node.gateway;

import io.peerz.inference.route.RoutePlan;
import io.peerz.inference.sample.SamplingParams;
import io.peerz.inference.session.GenerationRequest;
import io.peerz.inference.session.RowsResult;
import io.peerz.inference.session.SessionRunner;
import io.peerz.inference.wire.AdapterRef;
import io.peerz.proof.error.ErrorKind;
import io.peerz.proof.error.PeerzException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes vectors of texts: paid nodes compute the rows, the norm and the pooling are done here.
 * Thread-safe; blocking.
 */
final class Embedder {
  private static final String EMBEDDED = "embedded";

  private final ModelVoice voice;
  private final PaidRoutes paid;
  private final SessionRunner runner;
  private final GatewayMetrics metrics;

  Embedder(ModelVoice voice, PaidRoutes paid, SessionRunner runner, GatewayMetrics metrics) {
    this.voice = voice;
    this.paid = paid;
    this.runner = runner;
    this.metrics = metrics;
  }

  Embedding embed(String text, Optional<AdapterRef> adapter) {
    Pooling pooling = voice.pooling();
    GenerationRequest request =
        new GenerationRequest(
            voice.modelId(),
            voice.geometry(),
            voice.encode(new Prompt.Plain(text)),
            SamplingParams.greedy(1),
            Set.of(),
            adapter,
            true,
            Optional.empty(),
            true);
    try (GatewayMetrics.Run run = metrics.begin()) {
      Embedding embedding = paid(request, pooling, run);
      run.read(request.prompt().size());
      return embedding;
    }
  }

  /** A route that fails where nobody stands by is replaced by another one, once. */
  private Embedding paid(GenerationRequest request, Pooling pooling, GatewayMetrics.Run run) {
    try (AnswerRoutes taken = paid.choose(request, RouteWishes.NONE)) {
      RoutePlan plan = taken.first();
      run.routed();
      try {
        return over(plan, request, pooling.begin());
      } catch (PeerzException e) {
        if (e.kind() != ErrorKind.PEER) {
          throw e;
        }
        RoutePlan other = taken.without(AnswerRoutes.nodesOf(plan)).orElseThrow(() -> e);
        return over(other, request, pooling.begin());
      }
    }
  }

  private Embedding over(RoutePlan plan, GenerationRequest request, Pooling.Pool pool) {
    RowsResult result = runner.rows(plan, request, pool);
    metrics.routeChanged("failover", result.failovers());
    return new Embedding(
        pool.vector(),
        new GenerationOutcome(
            "",
            List.of(),
            EMBEDDED,
            request.prompt().size(),
            List.of(),
            List.of(),
            Reports.first(result.hops()),
            Reports.paid(result.hops()),
            result.timings().totalMicros(),
            result.timings().totalMicros()));
  }
}
