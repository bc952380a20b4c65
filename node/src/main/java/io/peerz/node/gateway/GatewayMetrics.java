package io.peerz.node.gateway;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a gateway measures of its generations: under our names, which mirror vLLM's, and under those
 * of OpenTelemetry. Thread-safe.
 */
final class GatewayMetrics {
  private static final Duration[] LATENCIES =
      seconds(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120);
  private static final Duration[] GAPS =
      seconds(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2);

  private final MeterRegistry registry;
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger waiting = new AtomicInteger();

  GatewayMetrics(MeterRegistry registry) {
    this.registry = registry;
    Gauge.builder("peerz.requests.running", running, AtomicInteger::get)
        .description("generations under way")
        .register(registry);
    Gauge.builder("peerz.requests.waiting", waiting, AtomicInteger::get)
        .description("generations that wait for a route and for payment channels")
        .register(registry);
    for (String reason : new String[] {"failover", "rerouted"}) {
      registry.counter("peerz.route.changes", "reason", reason);
    }
  }

  /** One generation, from its request to its end; closed by its thread whatever becomes of it. */
  final class Run implements AutoCloseable {
    private final long startedNanos = System.nanoTime();
    private long routedNanos;

    private Run() {
      running.incrementAndGet();
      waiting.incrementAndGet();
    }

    /** It has a route and may begin; again is a no-op. */
    void routed() {
      if (routedNanos == 0) {
        routedNanos = System.nanoTime();
        waiting.decrementAndGet();
      }
    }

    void answered(GenerationOutcome outcome) {
      long queueNanos = routedNanos - startedNanos;
      long firstNanos = outcome.firstTokenMicros() * 1000;
      long workNanos = outcome.totalMicros() * 1000;
      int tokens = outcome.completionTokens();
      registry.counter("peerz.prompt.tokens").increment(outcome.promptTokens());
      registry.counter("peerz.generation.tokens").increment(tokens);
      registry
          .counter("peerz.request.success", "finish_reason", outcome.finishReason())
          .increment();
      time("peerz.request.queue.time", LATENCIES, queueNanos);
      time("peerz.request.prefill.time", LATENCIES, firstNanos);
      time("peerz.request.decode.time", LATENCIES, workNanos - firstNanos);
      time("peerz.time.to.first.token", LATENCIES, queueNanos + firstNanos);
      time("gen_ai.server.time_to_first_token", LATENCIES, queueNanos + firstNanos);
      time("peerz.e2e.request.latency", LATENCIES, queueNanos + workNanos);
      time("gen_ai.server.request.duration", LATENCIES, queueNanos + workNanos);
      if (tokens > 1) {
        long gapNanos = (workNanos - firstNanos) / (tokens - 1);
        time("peerz.inter.token.latency", GAPS, gapNanos);
        time("gen_ai.server.time_per_output_token", GAPS, gapNanos);
      }
      usage("input", outcome.promptTokens());
      usage("output", tokens);
    }

    /** A text was read, and nothing written. */
    void read(int promptTokens) {
      registry.counter("peerz.prompt.tokens").increment(promptTokens);
      registry.counter("peerz.request.success", "finish_reason", "embedded").increment();
      usage("input", promptTokens);
    }

    @Override
    public void close() {
      routed();
      running.decrementAndGet();
    }
  }

  Run begin() {
    return new Run();
  }

  /** Nodes of a route were replaced, or all of it. */
  void routeChanged(String reason, int times) {
    registry.counter("peerz.route.changes", "reason", reason).increment(times);
  }

  private void time(String name, Duration[] buckets, long nanos) {
    Timer.builder(name)
        .serviceLevelObjectives(buckets)
        .register(registry)
        .record(Duration.ofNanos(Math.max(0, nanos)));
  }

  private void usage(String type, int tokens) {
    DistributionSummary.builder("gen_ai.client.token.usage")
        .tag("gen_ai.token.type", type)
        .serviceLevelObjectives(1, 4, 16, 64, 256, 1024, 4096, 16_384, 65_536)
        .register(registry)
        .record(tokens);
  }

  private static Duration[] seconds(double... values) {
    return Arrays.stream(values)
        .mapToObj(value -> Duration.ofNanos((long) (value * 1e9)))
        .toArray(Duration[]::new);
  }
}
