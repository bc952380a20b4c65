package io.peerz.node.api;

import io.vertx.ext.web.RoutingContext;
import java.math.BigInteger;

/** What the bearer of a request may spend. */
public interface Spending {
  /** For a bearer without a cap. */
  Spending UNLIMITED =
      new Spending() {
        @Override
        public void admit() {}

        @Override
        public void spent(BigInteger wei) {}
      };

  /** Throws INSUFFICIENT_FUNDS when the cap is reached. */
  void admit();

  /** Counts what a generation cost; it may pass the cap by the last one. */
  void spent(BigInteger wei);

  /** That of a request that was let in. */
  static Spending of(RoutingContext request) {
    Spending spending = request.get(Spending.class.getName());
    return spending == null ? UNLIMITED : spending;
  }

  /** Ties it to the request that brought the key. */
  static void set(RoutingContext request, Spending spending) {
    request.put(Spending.class.getName(), spending);
  }
}
