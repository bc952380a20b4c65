package io.peerz.node.api;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Bounds how many requests a minute one API key may send, or one address where no key says who
 * calls. Reads are free: they cost no work. Every counted reply says how much is left. Thread-safe.
 */
public final class RateLimit implements Handler<RoutingContext> {
  /** Whoever has more addresses than this is not held up by counting them. */
  private static final int MOST_CALLERS = 10_000;

  private static final Set<HttpMethod> FREE =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
  private static final String CALLER = RateLimit.class.getName();
  private static final String PREFIX = "x-ratelimit-";

  private final int perMinute;
  private final LongSupplier nanoClock;
  private final Map<String, TokenBucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, TokenBucket> longestUnused) {
          return size() > MOST_CALLERS;
        }
      };

  /** A limit of requests per minute, also the most that may come at once; 0 for none. */
  public RateLimit(int perMinute, LongSupplier nanoClock) {
    this.perMinute = perMinute;
    this.nanoClock = nanoClock;
  }

  /** Ties a request to the key that it came with. */
  static void nameCaller(RoutingContext request, String keyHash) {
    request.put(CALLER, keyHash);
  }

  @Override
  public void handle(RoutingContext request) {
    if (perMinute == 0 || FREE.contains(request.request().method())) {
      request.next();
      return;
    }
    TokenBucket.Verdict verdict = take(callerOf(request));
    HttpServerResponse response = request.response();
    response
        .putHeader(PREFIX + "limit-requests", Integer.toString(perMinute))
        .putHeader(PREFIX + "remaining-requests", Long.toString(verdict.remaining()))
        .putHeader(PREFIX + "reset-requests", seconds(verdict.fullInNanos()) + "s");
    if (verdict.admitted()) {
      request.next();
    } else {
      refuse(response, seconds(verdict.waitNanos()));
    }
  }

  private synchronized TokenBucket.Verdict take(String caller) {
    long now = nanoClock.getAsLong();
    return buckets.computeIfAbsent(caller, name -> new TokenBucket(perMinute, now)).take(now);
  }

  /** A key that was let in, or the address; no address looks like the hash of a key. */
  private static String callerOf(RoutingContext request) {
    String key = request.get(CALLER);
    return key == null ? request.request().remoteAddress().hostAddress() : key;
  }

  private void refuse(HttpServerResponse response, long waitSeconds) {
    response.putHeader("retry-after", Long.toString(waitSeconds));
    new ErrorReply(
            429,
            "rate_limit_exceeded",
            "more than %d requests a minute; come again in %d s".formatted(perMinute, waitSeconds),
            null)
        .send(response);
  }

  /** Rounded up, so that whoever waits that long is let in. */
  private static long seconds(long nanos) {
    return Math.ceilDiv(nanos, TimeUnit.SECONDS.toNanos(1));
  }
}
