package io.peerz.node.api;

import io.peerz.node.log.OperatorLog;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Names every request, on every reply and in the log; a client may bring its own name. Reads that
 * went well are not logged: monitors send them all day.
 */
final class RequestIds implements Handler<RoutingContext> {
  private static final String HEADER = "x-request-id";
  private static final int LONGEST_PATH = 120;
  private static final Set<HttpMethod> READS =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
  private static final Pattern ACCEPTED = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

  private final OperatorLog log = new OperatorLog();

  @Override
  public void handle(RoutingContext request) {
    String given = request.request().getHeader(HEADER);
    String id =
        given != null && ACCEPTED.matcher(given).matches() ? given : UUID.randomUUID().toString();
    request.put(HEADER, id);
    request.response().putHeader(HEADER, id);
    long startedNanos = System.nanoTime();
    request.addEndHandler(done -> log(request, id, System.nanoTime() - startedNanos));
    request.next();
  }

  private void log(RoutingContext request, String id, long nanos) {
    int status = request.response().getStatusCode();
    HttpMethod method = request.request().method();
    if (status < 400 && READS.contains(method)) {
      return;
    }
    String path = request.request().path();
    String shown = path == null ? "" : path.substring(0, Math.min(path.length(), LONGEST_PATH));
    log.replied(id, method + " " + shown, status, TimeUnit.NANOSECONDS.toMillis(nanos));
  }

  static String of(RoutingContext request) {
    return request.get(HEADER);
  }
}
