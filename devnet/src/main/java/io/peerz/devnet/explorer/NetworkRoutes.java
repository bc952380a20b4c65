package io.peerz.devnet.explorer;

import io.peerz.ledger.index.ChainFollower;
import io.peerz.ledger.index.ContractBook;
import io.peerz.ledger.index.LedgerIndex;
import io.peerz.node.api.Dispatcher;
import io.peerz.node.api.explorer.IndexRoutes;
import io.peerz.node.chain.NetworkAccess;
import io.peerz.node.cli.VersionCommand;
import io.peerz.node.data.Accounts;
import io.peerz.node.data.NodeFolder;
import io.peerz.proof.announce.NodeBinding;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.vertx.ext.web.Router;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What network this is, how far the index is, whose addresses are known, and the ABIs. */
final class NetworkRoutes {
  private static final int MOST_AT_ONCE = 32;

  private final ExplorerSetup setup;
  private final NetworkAccess network;
  private final LedgerIndex index;
  private final ChainFollower follower;
  private final ContractBook book;
  private final Totals totals;

  NetworkRoutes(
      ExplorerSetup setup,
      NetworkAccess network,
      LedgerIndex index,
      ChainFollower follower,
      ContractBook book) {
    this.setup = setup;
    this.network = network;
    this.index = index;
    this.follower = follower;
    this.book = book;
    this.totals = new Totals(index);
  }

  void addTo(Router router) {
    Dispatcher dispatcher = new Dispatcher(MOST_AT_ONCE);
    router
        .get("/api/v1/network")
        .handler(dispatcher.on((request, caller) -> IndexRoutes.send(request, network())));
    router
        .get("/api/v1/names")
        .handler(dispatcher.on((request, caller) -> IndexRoutes.send(request, names())));
    router
        .get("/api/v1/search")
        .handler(
            dispatcher.on(
                (request, caller) ->
                    IndexRoutes.send(request, search(request.queryParams().get("q")))));
    router
        .get("/api/v1/abi")
        .handler(
            dispatcher.on((request, caller) -> IndexRoutes.send(request, byContract(book::abiOf))));
    router
        .get("/api/v1/natspec")
        .handler(
            dispatcher.on((request, caller) -> IndexRoutes.send(request, byContract(book::docOf))));
  }

  private ObjectNode network() {
    ObjectNode json = JsonMapper.shared().createObjectNode();
    json.put("schema", "peerz.network/1");
    json.put("name", network.network().name());
    json.put("version", VersionCommand.VERSION);
    json.put("devnet", setup.devnet());
    json.put("chainId", network.deployment().chainId());
    json.put("rpc", network.network().rpc().toString());
    json.put("api", setup.gateway().toString());
    json.put("head", follower.head());
    json.put("trouble", follower.trouble());
    index
        .tip()
        .ifPresent(
            tip ->
                json.put("indexed", tip.number())
                    .put("time", tip.timeSeconds())
                    .put("lagBlocks", Math.max(0, follower.head() - tip.number())));
    ObjectNode contracts = json.putObject("contracts");
    book.addresses().forEach(at -> contracts.put(book.nameOf(at).orElseThrow(), at.hex()));
    json.set("totals", totals.get());
    return json;
  }

  private ObjectNode search(String text) {
    ObjectNode json = JsonMapper.shared().createObjectNode();
    String place = text == null ? null : new Finder(index, names()).place(text.strip());
    return json.put("place", place);
  }

  private ObjectNode byContract(Function<Address, Optional<JsonNode>> of) {
    ObjectNode json = JsonMapper.shared().createObjectNode();
    for (Address at : book.addresses()) {
      json.set(book.nameOf(at).orElseThrow(), of.apply(at).orElseThrow());
    }
    return json;
  }

  /** Names that this machine has for accounts, signers and node ids, by 0x-hex. */
  private ObjectNode names() {
    ObjectNode json = JsonMapper.shared().createObjectNode();
    book.addresses().forEach(at -> json.put(at.hex(), book.nameOf(at).orElseThrow()));
    new Accounts(setup.home().keys())
        .list()
        .forEach(account -> json.put(account.address().hex(), account.name()));
    for (String name : NodeReceipts.names(setup.home().folder().resolve("nodes"))) {
      NodeFolder folder = setup.home().node(name);
      if (folder.hasSigner()) {
        Digest nodeId = NodeBinding.nodeIdOf(folder.signerAddress());
        json.put(nodeId.hex(), name);
        json.put(folder.signerAddress().hex(), name + " signer");
      }
    }
    return json;
  }
}
