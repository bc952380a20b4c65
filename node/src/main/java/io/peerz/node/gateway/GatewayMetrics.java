package io.peerz.node.gateway;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** What a gateway measures of its generations. Thread-safe. */
final class GatewayMetrics {
  private final MeterRegistry registry;
  private final AtomicInteger running = new AtomicInteger();

  GatewayMetrics(MeterRegistry registry) {
    this.registry = registry;
    Gauge.builder("peerz.requests.running", running, AtomicInteger::get)
        .description("generations under way")
        .register(registry);
  }

  GenerationOutcome timed(Supplier<GenerationOutcome> generation) {
    running.incrementAndGet();
    try {
      GenerationOutcome outcome = generation.get();
      record(outcome);
      return outcome;
    } finally {
      running.decrementAndGet();
    }
  }

  private void record(GenerationOutcome outcome) {
    registry.counter("peerz.prompt.tokens").increment(outcome.promptTokens());
    registry.counter("peerz.generation.tokens").increment(outcome.completionTokens());
    registry.counter("peerz.request.success", "finish_reason", outcome.finishReason()).increment();
    time("peerz.time.to.first.token", outcome.firstTokenMicros());
    time("peerz.e2e.request.latency", outcome.totalMicros());
  }

  private void time(String name, long micros) {
    registry.timer(name).record(Duration.ofNanos(micros * 1000));
  }
}
