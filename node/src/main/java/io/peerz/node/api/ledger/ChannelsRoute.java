package io.peerz.node.api.ledger;

import io.peerz.node.api.Caller;
import io.peerz.node.api.RequestHandler;
import io.peerz.node.gateway.ChannelStatus;
import io.peerz.node.gateway.Gateway;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** {@code /peerz/v1/channels}: what the payer promised each node, and the way out. */
public final class ChannelsRoute {
  private final Gateway gateway;

  public ChannelsRoute(Gateway gateway) {
    this.gateway = gateway;
  }

  public RequestHandler list() {
    return (RoutingContext request, Caller caller) -> {
      JsonArray channels = new JsonArray();
      gateway.channels().forEach(channel -> channels.add(shape(channel)));
      request.json(new JsonObject().put("schema", "peerz.channels/1").put("channels", channels));
    };
  }

  public RequestHandler close() {
    return (request, caller) -> request.json(transactions(gateway.closeChannels()));
  }

  public RequestHandler settle() {
    return (request, caller) -> request.json(transactions(gateway.settleChannels()));
  }

  private static JsonObject transactions(List<String> hashes) {
    return new JsonObject()
        .put("schema", "peerz.transactions/1")
        .put("transactions", new JsonArray(hashes));
  }

  private static JsonObject shape(ChannelStatus channel) {
    return new JsonObject()
        .put("channelId", channel.channelId().hex())
        .put("nodeId", channel.nodeId().hex())
        .put("unit", "wei")
        .put("deposit", channel.depositWei().toString())
        .put("promised", channel.promisedWei().toString())
        .put("promisedMacs", channel.promisedMacs().toString())
        .put("redeemed", channel.redeemedWei().toString())
        .put("closesAtSeconds", channel.closesAtSeconds())
        .put("closed", channel.closed());
  }
}
