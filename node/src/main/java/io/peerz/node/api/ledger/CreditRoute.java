package io.peerz.node.api.ledger;

import io.peerz.node.api.Caller;
import io.peerz.node.api.Fields;
import io.peerz.node.gateway.WalletTab;
import io.peerz.node.gateway.WalletTabs;
import io.peerz.proof.id.Address;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** {@code /peerz/v1/credit}: wallets elsewhere that pay for their prompts themselves. */
public final class CreditRoute {
  private static final int MOST_GRANTS = 64;

  private final WalletTabs tabs;

  public CreditRoute(WalletTabs tabs) {
    this.tabs = tabs;
  }

  /** {@code GET}: the key that a wallet signs for. */
  public void terms(RoutingContext request, Caller caller) {
    request.json(
        new JsonObject()
            .put("schema", "peerz.credit/1")
            .put("sessionKey", tabs.sessionKey().hex()));
  }

  /** {@code POST}: a wallet's signatures for a bearer key. */
  public void open(RoutingContext request, Caller caller) {
    Fields body = Fields.ofBody(request);
    List<WalletTab.Grant> grants =
        body.objects("delegations", MOST_GRANTS).stream().map(CreditRoute::grant).toList();
    String key = tabs.open(Address.ofHex(body.text("payer")), grants);
    long until = grants.stream().mapToLong(WalletTab.Grant::validUntilSeconds).min().orElseThrow();
    request.json(
        new JsonObject()
            .put("schema", "peerz.credit.key/1")
            .put("key", key)
            .put("validUntil", until)
            .put("channels", grants.size()));
  }

  private static WalletTab.Grant grant(JsonObject json) {
    Fields fields = new Fields(json);
    return new WalletTab.Grant(
        fields.text("channelId"),
        fields.text("maxAmountWei"),
        fields.whole("validUntil", 0, 1, Long.MAX_VALUE),
        fields.text("signature"));
  }
}
