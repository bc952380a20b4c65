package io.peerz.devnet.explorer;

import io.peerz.devnet.chain.JsonRpc;
import io.peerz.devnet.network.DevnetFolder;
import io.peerz.devnet.process.ProcessRecord;
import io.peerz.node.api.Dispatcher;
import io.peerz.node.api.explorer.IndexRoutes;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What people look at and do on a machine of their own: logs of its processes, and blocks. */
final class DevnetTools {
  private static final int LINES = 60;
  private static final int MOST_BLOCKS = 10_000;

  private final DevnetFolder folder;
  private final URI rpc;

  DevnetTools(DevnetFolder folder, URI rpc) {
    this.folder = folder;
    this.rpc = rpc;
  }

  void addTo(Router router) {
    router
        .get("/api/devnet/logs/:name")
        .handler(
            new Dispatcher(4)
                .on(
                    (request, caller) ->
                        IndexRoutes.send(request, log(request.pathParam("name")))));
    router
        .post("/api/devnet/mine")
        .handler(
            new Dispatcher(1).on((request, caller) -> IndexRoutes.send(request, mine(request))));
  }

  /** The last lines that a process wrote. */
  private ObjectNode log(String name) {
    List<ProcessRecord> processes =
        folder.read().map(state -> state.processes()).orElse(List.of()).stream()
            .filter(process -> process.name().equals(name))
            .toList();
    Require.that(!processes.isEmpty(), ErrorCode.NOT_FOUND, "no process '%s' here".formatted(name));
    ObjectNode json = JsonMapper.shared().createObjectNode().put("name", name);
    ArrayNode lines = json.putArray("lines");
    processes.getFirst().log().last(LINES).forEach(lines::add);
    return json;
  }

  private ObjectNode mine(RoutingContext request) {
    JsonObject body = request.body().asJsonObject();
    int blocks = body == null ? 1 : body.getInteger("blocks", 1);
    Require.range(ErrorCode.BAD_REQUEST, "blocks", blocks, 1, MOST_BLOCKS);
    try (JsonRpc chain = new JsonRpc(rpc)) {
      chain.call("anvil_mine", "0x" + Integer.toHexString(blocks));
      return JsonMapper.shared().createObjectNode().put("head", chain.head());
    } catch (PeerzException e) {
      throw new PeerzException(
          ErrorCode.BAD_REQUEST,
          "this chain makes its blocks in its own time; only anvil can be told to mine",
          e);
    }
  }
}
