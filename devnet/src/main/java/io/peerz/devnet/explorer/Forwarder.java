package io.peerz.devnet.explorer;

import io.peerz.node.api.ErrorReply;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.List;

/**
 * Passes a request on to another server of this network and its answer back, piece by piece. When
 * the page goes away the other server learns it at once.
 */
final class Forwarder implements AutoCloseable {
  private static final int CONNECT_MILLIS = 3_000;
  private static final int MOST_CONNECTIONS = 64;
  private static final List<String> THERE = List.of("accept", "authorization", "idempotency-key");
  private static final List<String> BACK =
      List.of("content-type", "retry-after", "x-request-id", "x-peerz-route", "x-peerz-cost");

  private final HttpClient client;

  Forwarder(Vertx vertx) {
    client =
        vertx.createHttpClient(
            new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS),
            new PoolOptions().setHttp1MaxSize(MOST_CONNECTIONS));
  }

  /** Answers with what the target answers; runs on the event loop and never blocks. */
  void forward(RoutingContext from, URI target, String whose) {
    forward(from, target, whose, from.request().getHeader("content-type"), from.body().buffer());
  }

  /** The same with another body than the one that came, which may be null. */
  void forward(RoutingContext from, URI target, String whose, String contentType, Buffer body) {
    RequestOptions options =
        new RequestOptions().setMethod(from.request().method()).setAbsoluteURI(target.toString());
    client
        .request(options)
        .compose(request -> send(from, request, contentType, body))
        .onSuccess(reply -> back(reply, from.response()))
        .onFailure(
            cause ->
                new ErrorReply(
                        502,
                        "upstream_unreachable",
                        whose + " does not answer; is it running?",
                        null)
                    .send(from.response()));
  }

  private static io.vertx.core.Future<HttpClientResponse> send(
      RoutingContext from, HttpClientRequest request, String contentType, Buffer body) {
    for (String header : THERE) {
      String value = from.request().getHeader(header);
      if (value != null) {
        request.putHeader(header, value);
      }
    }
    if (contentType != null) {
      request.putHeader("content-type", contentType);
    }
    from.response().closeHandler(closed -> request.reset());
    return body == null ? request.send() : request.send(body);
  }

  private static void back(HttpClientResponse reply, HttpServerResponse to) {
    to.setStatusCode(reply.statusCode()).setChunked(true);
    for (String header : BACK) {
      String value = reply.getHeader(header);
      if (value != null) {
        to.putHeader(header, value);
      }
    }
    String type = reply.getHeader("content-type");
    if (type != null && type.startsWith("text/event-stream")) {
      to.putHeader("content-encoding", "identity").putHeader("cache-control", "no-store");
    }
    reply.pipeTo(to);
  }

  @Override
  public void close() {
    client.close();
  }
}
