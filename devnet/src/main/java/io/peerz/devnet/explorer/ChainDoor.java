package io.peerz.devnet.explorer;

import io.peerz.node.api.ErrorReply;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code POST /rpc}: the chain's JSON-RPC under the pages' own address, for questions and signed
 * transactions. What would use a key that the chain's node holds, or change the chain as only its
 * owner may, is refused.
 */
final class ChainDoor {
  private static final int MOST_CALLS = 100;
  private static final Set<String> ALSO =
      Set.of("net_version", "web3_clientVersion", "debug_traceTransaction", "trace_transaction");
  private static final Set<String> NEVER =
      Set.of(
          "eth_sendTransaction",
          "eth_sign",
          "eth_signTransaction",
          "eth_signTypedData",
          "eth_signTypedData_v4",
          "eth_accounts");

  private final Forwarder forwarder;
  private final URI rpc;

  ChainDoor(Forwarder forwarder, URI rpc) {
    this.forwarder = forwarder;
    this.rpc = rpc;
  }

  void addTo(Router router) {
    router.post("/rpc").handler(this::pass);
  }

  private void pass(RoutingContext request) {
    if (allowed(request)) {
      forwarder.forward(request, rpc, "the chain");
    } else {
      new ErrorReply(
              403,
              "method_not_allowed",
              "only questions and signed transactions are passed on to the chain",
              null)
          .send(request.response());
    }
  }

  private static boolean allowed(RoutingContext request) {
    try {
      JsonNode body = JsonMapper.shared().readTree(request.body().asString());
      if (body == null || !body.isArray()) {
        return allowed(body);
      }
      boolean all = body.size() <= MOST_CALLS;
      for (JsonNode call : body) {
        all &= allowed(call);
      }
      return all;
    } catch (JacksonException e) {
      return false;
    }
  }

  private static boolean allowed(JsonNode call) {
    String method = call == null ? "" : call.path("method").asString("");
    return ALSO.contains(method) || (method.startsWith("eth_") && !NEVER.contains(method));
  }
}
