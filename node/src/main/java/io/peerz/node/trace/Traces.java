package io.peerz.node.trace;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Where spans go: to the collector that {@code OTEL_EXPORTER_OTLP_ENDPOINT} names, by OTLP over
 * HTTP, or nowhere. A collector that is down costs nothing but its spans. Thread-safe.
 */
public final class Traces implements AutoCloseable {
  /** Traces nothing; a caller's context goes on to the hops as it came. */
  public static final Traces OFF = new Traces(OpenTelemetry.noop().getTracer(""), Optional.empty());

  private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
  private static final String SCOPE = "io.peerz";
  private static final Duration SEND_EVERY = Duration.ofSeconds(1);
  private static final int MOST_WAITING = 2048;
  private static final long LAST_WORDS_SECONDS = 3;
  private static final TextMapGetter<String> ONE_HEADER =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String traceparent) {
          return List.of(TraceNames.TRACEPARENT);
        }

        @Override
        public String get(String traceparent, String key) {
          return key.equals(TraceNames.TRACEPARENT) ? traceparent : null;
        }
      };

  private final Tracer tracer;
  private final Optional<SdkTracerProvider> provider;

  private Traces(Tracer tracer, Optional<SdkTracerProvider> provider) {
    this.tracer = tracer;
    this.provider = provider;
  }

  /**
   * As the environment says.
   *
   * @param service what traces show this process as
   */
  public static Traces of(String service, Map<String, String> environment) {
    String endpoint = environment.getOrDefault(ENDPOINT, "");
    if (endpoint.isBlank()) {
      return OFF;
    }
    OtlpHttpSpanExporter exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(endpoint.replaceAll("/+$", "") + "/v1/traces")
            .build();
    SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .setResource(
                Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), service)))
            .addSpanProcessor(
                BatchSpanProcessor.builder(exporter)
                    .setScheduleDelay(SEND_EVERY)
                    .setMaxQueueSize(MOST_WAITING)
                    .build())
            .build();
    return new Traces(provider.get(SCOPE), Optional.of(provider));
  }

  /**
   * Begins a span of work that somebody asked for.
   *
   * @param traceparent the asker's, in W3C's form; what cannot be read begins a new trace
   */
  Span begin(String name, Optional<String> traceparent) {
    Context asker =
        traceparent
            .map(
                header ->
                    W3CTraceContextPropagator.getInstance()
                        .extract(Context.root(), header, ONE_HEADER))
            .orElse(Context.root());
    return tracer.spanBuilder(name).setSpanKind(SpanKind.SERVER).setParent(asker).startSpan();
  }

  /** What tells the next process to which span its work belongs; empty where nobody traces. */
  static Optional<String> traceparent(Span span) {
    if (!span.getSpanContext().isValid()) {
      return Optional.empty();
    }
    String[] header = new String[1];
    W3CTraceContextPropagator.getInstance()
        .inject(
            Context.root().with(span),
            header,
            (carrier, key, value) -> {
              if (key.equals(TraceNames.TRACEPARENT)) {
                carrier[0] = value;
              }
            });
    return Optional.ofNullable(header[0]);
  }

  /** Sends what waits; a collector that does not answer is not waited for long. */
  @Override
  public void close() {
    provider.ifPresent(open -> open.shutdown().join(LAST_WORDS_SECONDS, TimeUnit.SECONDS));
  }
}
