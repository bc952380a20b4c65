package io.peerz.node.api;

import io.peerz.node.gateway.UnservedByModel;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/** The one shape of every refusal: {@code {"error":{"message","type","param","code"}}}. */
public record ErrorReply(int status, String code, String message, String param) {

  public static ErrorReply of(Throwable failure) {
    return switch (failure) {
      case BadParameter e -> new ErrorReply(400, e.code(), e.getMessage(), e.param());
      case UnservedByModel e ->
          new ErrorReply(400, "unsupported_parameter", e.getMessage(), e.param());
      case PeerzException e ->
          new ErrorReply(statusOf(e.code()), nameOf(e.code()), e.getMessage(), paramOf(e.code()));
      default -> internal();
    };
  }

  /** For what is not the client's business: the log has the reason under the request id. */
  public static ErrorReply internal() {
    return new ErrorReply(500, "internal_error", "the server failed; its log has the reason", null);
  }

  /** HTTP status of an error; scripts and clients rely on the distinction, so it is one table. */
  static int statusOf(ErrorCode code) {
    return switch (code) {
      case MODEL_NOT_FOUND, NOT_FOUND -> 404;
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

  /** Where clients know a name already, it is theirs; else it is ours. */
  private static String nameOf(ErrorCode code) {
    return switch (code) {
      case BUSY -> "rate_limit_exceeded";
      case PROMPT_TOO_LONG -> "context_length_exceeded";
      default -> code.name().toLowerCase(Locale.ROOT);
    };
  }

  private static String paramOf(ErrorCode code) {
    return switch (code) {
      case MODEL_NOT_FOUND -> "model";
      case PROMPT_TOO_LONG -> "messages";
      default -> null;
    };
  }

  public JsonObject body() {
    JsonObject error =
        new JsonObject()
            .put("message", message)
            .put("type", type())
            .put("param", param)
            .put("code", code);
    return new JsonObject().put("error", error);
  }

  private String type() {
    if (status == 401) {
      return "authentication_error";
    }
    return status >= 500 ? "server_error" : "invalid_request_error";
  }

  /** Answers, unless an answer is under way already. */
  public void send(HttpServerResponse response) {
    if (response.ended() || response.closed() || response.headWritten()) {
      return;
    }
    response.setStatusCode(status).putHeader("content-type", "application/json");
    if (status == 429 && !response.headers().contains("retry-after")) {
      response.putHeader("retry-after", "1");
    }
    if (status == 402 || code.equals("no_route")) {
      response.putHeader("x-should-retry", "false");
    }
    response.end(body().encode());
  }
}
