package io.peerz.node.api.ledger;

import io.peerz.node.api.BadParameter;
import io.peerz.node.api.Caller;
import io.peerz.node.api.Fields;
import io.peerz.node.api.RequestHandler;
import io.peerz.node.api.WrittenWishes;
import io.peerz.node.gateway.ExplainedRoute;
import io.peerz.node.gateway.Gateway;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Pattern;

/**
 * {@code GET /peerz/v1/route}: the route of a prompt now, or that of a session that ended, and why
 * it was chosen.
 */
public final class RouteRoute implements RequestHandler {
  private static final Pattern SESSION = Pattern.compile("0x[0-9a-f]{64}");
  private static final int TYPICAL_TOKENS = 32;
  private static final int MOST_TOKENS = 1 << 20;

  private final Gateway gateway;

  public RouteRoute(Gateway gateway) {
    this.gateway = gateway;
  }

  @Override
  public void handle(RoutingContext request, Caller caller) {
    Fields fields = new Fields(query(request));
    request.json(RouteShapes.of(fields.has("session") ? past(fields) : now(fields)));
  }

  private ExplainedRoute past(Fields fields) {
    String session = fields.text("session");
    if (!SESSION.matcher(session).matches()) {
      throw BadParameter.invalid("session", "must be 0x and 64 hex digits");
    }
    return gateway.routeOf(session);
  }

  private ExplainedRoute now(Fields fields) {
    return gateway.route(
        (int) fields.whole("prompt_tokens", TYPICAL_TOKENS, 1, MOST_TOKENS),
        (int) fields.whole("new_tokens", TYPICAL_TOKENS, 1, MOST_TOKENS),
        WrittenWishes.of(fields));
  }

  /** The query as if it had come as JSON. */
  private static JsonObject query(RoutingContext request) {
    JsonObject json = new JsonObject();
    request.queryParams().forEach((name, text) -> json.put(name, typed(name, text)));
    return json;
  }

  private static Object typed(String name, String text) {
    return switch (name) {
      case "prompt_tokens", "new_tokens" -> whole(name, text);
      case "different_operators" -> Boolean.valueOf(text);
      default -> text;
    };
  }

  private static Object whole(String name, String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw BadParameter.invalid(name, "must be a whole number");
    }
  }
}
