package io.peerz.node;

import io.peerz.node.api.Dispatcher;
import io.peerz.node.api.ledger.CreditRoute;
import io.peerz.node.gateway.WalletTabs;
import io.vertx.ext.web.Router;

/** What a gateway answers to wallets that pay out of their own channels. */
final class CreditRoutes {
  private static final int MOST = 4;

  private final WalletTabs tabs;

  CreditRoutes(WalletTabs tabs) {
    this.tabs = tabs;
  }

  void addTo(Router router) {
    CreditRoute credit = new CreditRoute(tabs);
    Dispatcher dispatcher = new Dispatcher(MOST);
    router.get("/peerz/v1/credit").handler(dispatcher.on(credit::terms));
    router.post("/peerz/v1/credit").handler(dispatcher.on(credit::open));
  }
}
