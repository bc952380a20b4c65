package io.peerz.node.api;

import io.peerz.node.gateway.Gateway;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;

/** Whose channels pay for a request: the gateway's own account's, or those of a wallet. */
public final class Payer {
  private static final String NAME = Payer.class.getName();

  private Payer() {}

  /** Ties a request to the wallet whose key came with it; asked only where something costs. */
  static void set(RoutingContext request, Supplier<Gateway> paid) {
    request.put(NAME, paid);
  }

  /** The gateway through which a request is paid. Blocking. */
  public static Gateway of(RoutingContext request, Gateway own) {
    Supplier<Gateway> paid = request.get(NAME);
    return paid == null ? own : paid.get();
  }
}
