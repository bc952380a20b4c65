package io.peerz.devnet.explorer;

import io.peerz.devnet.network.DevAccounts;
import io.peerz.devnet.network.DevKeys;
import io.peerz.devnet.network.DevParameters;
import io.peerz.devnet.network.NodeSwitch;
import io.peerz.ledger.chain.ConfirmedTx;
import io.peerz.ledger.chain.Intents;
import io.peerz.ledger.chain.PreparedCall;
import io.peerz.ledger.chain.TransactionSender;
import io.peerz.ledger.token.TokenDesk;
import io.peerz.node.api.Dispatcher;
import io.peerz.node.api.explorer.IndexRoutes;
import io.peerz.node.chain.NetworkAccess;
import io.peerz.node.data.Accounts;
import io.peerz.node.data.PeerzHome;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Hex;
import io.peerz.proof.sign.SigningKey;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.math.BigInteger;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What only a network of one's own can offer: accounts whose keys everybody knows, money for the
 * asking, and nodes whose power can be cut.
 */
final class DevnetDesk implements AutoCloseable {
  private static final BigInteger TOKENS_WEI = DevParameters.prz(1_000);
  private static final BigInteger GAS_MONEY_WEI = BigInteger.TEN.pow(18);

  private final PeerzHome home;
  private final NetworkAccess network;
  private final NodeSwitch nodes;
  private TransactionSender deployer;

  DevnetDesk(PeerzHome home, NetworkAccess network) {
    this.home = home;
    this.network = network;
    this.nodes = new NodeSwitch(home);
  }

  void addTo(Router router) {
    Dispatcher one = new Dispatcher(1);
    router
        .get("/api/devnet/accounts")
        .handler(new Dispatcher(8).on((request, caller) -> IndexRoutes.send(request, accounts())));
    router
        .post("/api/devnet/faucet")
        .handler(one.on((request, caller) -> IndexRoutes.send(request, faucet(request))));
    router
        .get("/api/devnet/nodes")
        .handler(new Dispatcher(8).on((request, caller) -> IndexRoutes.send(request, nodes())));
    router
        .post("/api/devnet/nodes/:name/cut")
        .handler(one.on((request, caller) -> change(request, nodes::cut)));
    router
        .post("/api/devnet/nodes/:name/start")
        .handler(one.on((request, caller) -> change(request, nodes::start)));
    router
        .post("/api/devnet/nodes/:name/cheat")
        .handler(one.on((request, caller) -> change(request, nodes::startLazy)));
  }

  private void change(RoutingContext request, Consumer<String> work) {
    work.accept(request.pathParam("name"));
    IndexRoutes.send(request, nodes());
  }

  /** Which nodes run, and which of them cheat. */
  private ObjectNode nodes() {
    ObjectNode json = JsonMapper.shared().createObjectNode();
    ArrayNode list = json.putArray("nodes");
    nodes
        .nodes()
        .forEach(
            (name, runs) ->
                list.addObject()
                    .put("name", name)
                    .put("runs", runs)
                    .put("cheats", nodes.isLazy(name)));
    return json;
  }

  /** Accounts of this folder whose keys are made from their names. */
  private ObjectNode accounts() {
    ObjectNode json = JsonMapper.shared().createObjectNode();
    ArrayNode list = json.putArray("accounts");
    for (Accounts.Account account : new Accounts(home.keys()).list()) {
      SigningKey key = DevKeys.of(account.name());
      if (key.address().equals(account.address())) {
        list.addObject()
            .put("name", account.name())
            .put("address", account.address().hex())
            .put("privateKey", Hex.encode(key.exportSecret()));
      }
    }
    return json;
  }

  private ObjectNode faucet(RoutingContext request) {
    JsonObject body = request.body().asJsonObject();
    if (body == null || !(body.getValue("address") instanceof String address)) {
      throw new PeerzException(ErrorCode.BAD_REQUEST, "address must be an address in 0x-hex");
    }
    return give(Address.ofHex(address));
  }

  private synchronized ObjectNode give(Address to) {
    if (deployer == null) {
      deployer = network.sendAs(DevKeys.of(DevAccounts.DEPLOYER));
    }
    ConfirmedTx tokens = new TokenDesk(network.chain(), deployer).transfer(to, TOKENS_WEI);
    ConfirmedTx gas =
        deployer.send(PreparedCall.transfer(Intents.unique("faucet"), to, GAS_MONEY_WEI));
    ObjectNode json = JsonMapper.shared().createObjectNode();
    json.put("tokensWei", TOKENS_WEI.toString()).put("tokensTx", tokens.hash().hex());
    json.put("gasWei", GAS_MONEY_WEI.toString()).put("gasTx", gas.hash().hex());
    return json;
  }

  @Override
  public synchronized void close() {
    if (deployer != null) {
      deployer.close();
      deployer = null;
    }
  }
}
