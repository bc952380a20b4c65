package io.peerz.node.api;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/** The one shape of every refusal: {@code {"error":{"message","type","param","code"}}}. */
public final class ErrorReply {
  private ErrorReply() {}

  /** HTTP status of an error; scripts and clients rely on the distinction, so it is one table. */
  public static int statusOf(ErrorCode code) {
    return switch (code) {
      case MODEL_NOT_FOUND -> 404;
      case INSUFFICIENT_FUNDS -> 402;
      case BUSY -> 429;
      case NO_ROUTE -> 503;
      case TIMEOUT -> 504;
      default ->
          switch (code.kind()) {
            case CALLER -> 400;
            case PEER -> 502;
            case LEDGER, RESOURCE -> 503;
            case BUG -> 500;
          };
    };
  }

  public static JsonObject body(String code, String message, String param) {
    return new JsonObject()
        .put(
            "error",
            new JsonObject()
                .put("message", message)
                .put("type", typeOf(code))
                .put("param", param)
                .put("code", code));
  }

  private static String typeOf(String code) {
    return switch (code) {
      case "invalid_api_key" -> "authentication_error";
      case "internal_error", "bug" -> "server_error";
      default -> "invalid_request_error";
    };
  }

  public static String nameOf(PeerzException e) {
    return e.code() == ErrorCode.BUSY
        ? "rate_limit_exceeded"
        : e.code().name().toLowerCase(Locale.ROOT);
  }

  static void send(HttpServerResponse response, int status, JsonObject body) {
    if (response.ended() || response.closed() || response.headWritten()) {
      return;
    }
    response.setStatusCode(status).putHeader("content-type", "application/json");
    if (status == 429) {
      response.putHeader("retry-after", "1");
    }
    if (status == 402 || status == 503) {
      response.putHeader("x-should-retry", "false");
    }
    response.end(body.encode());
  }

  /** Answers a request that failed; what is not ours to explain is logged by the caller. */
  public static void send(HttpServerResponse response, Throwable failure) {
    switch (failure) {
      case BadParameter e -> send(response, 400, body(e.reason(), e.getMessage(), e.param()));
      case PeerzException e ->
          send(response, statusOf(e.code()), body(nameOf(e), e.getMessage(), null));
      default ->
          send(
              response,
              500,
              body("internal_error", "the gateway failed; its log has the request id", null));
    }
  }
}
