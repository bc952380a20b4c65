package io.peerz.node.api.explorer;

import io.peerz.ledger.index.Collection;
import io.peerz.ledger.index.LedgerIndex;
import io.peerz.ledger.index.PageRequest;
import io.peerz.node.api.Dispatcher;
import io.peerz.proof.encode.Domain;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code GET /api/v1/COLLECTION}, newest first, with {@code key}, {@code name}, {@code before} and
 * {@code limit}; {@code GET /api/v1/COLLECTION/KEY}; and the receipts of a batch.
 */
public final class IndexRoutes {
  private static final int MOST_AT_ONCE = 64;
  private static final int DEFAULT_ROWS = 50;

  private final LedgerIndex index;
  private final Domain ledger;

  public IndexRoutes(LedgerIndex index, Domain ledger) {
    this.index = index;
    this.ledger = ledger;
  }

  public void addTo(Router router) {
    Dispatcher dispatcher = new Dispatcher(MOST_AT_ONCE);
    router
        .get("/api/v1/batches/:key/receipts")
        .handler(dispatcher.on((request, caller) -> send(request, proof(request))));
    for (Collection collection : Collection.values()) {
      String path = "/api/v1/" + collection.lowerCase();
      router
          .get(path)
          .handler(dispatcher.on((request, caller) -> send(request, page(request, collection))));
      router
          .get(path + "/:key")
          .handler(dispatcher.on((request, caller) -> send(request, one(request, collection))));
    }
  }

  private ObjectNode page(RoutingContext request, Collection collection) {
    PageRequest page =
        PageRequest.newest(collection, (int) number(request, "limit", DEFAULT_ROWS))
            .before(number(request, "before", Long.MAX_VALUE));
    String key = request.queryParams().get("key");
    page = key == null ? page : page.mentioning(key);
    String name = request.queryParams().get("name");
    page = name == null ? page : page.named(name);
    List<ObjectNode> rows = index.page(page);
    ObjectNode reply = JsonMapper.shared().createObjectNode();
    reply.putArray("rows").addAll(rows);
    if (rows.size() == page.limit()) {
      reply.put("next", rows.getLast().path("id").asLong());
    }
    return reply;
  }

  private static long number(RoutingContext request, String name, long fallback) {
    String text = request.queryParams().get(name);
    try {
      return text == null ? fallback : Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new PeerzException(ErrorCode.BAD_REQUEST, name + " must be a whole number", e);
    }
  }

  private ObjectNode one(RoutingContext request, Collection collection) {
    String key = request.pathParam("key");
    return index
        .find(collection, key)
        .orElseThrow(
            () ->
                new PeerzException(
                    ErrorCode.NOT_FOUND,
                    "nothing named %s among the %s of this network"
                        .formatted(key, collection.lowerCase())));
  }

  private ObjectNode proof(RoutingContext request) {
    ObjectNode batch = one(request, Collection.BATCHES);
    ObjectNode proof =
        index.batchProof(
            Digest.ofHex(batch.path("nodeId").asString()), batch.path("epoch").asLong(), ledger);
    proof.set("batch", batch);
    return proof;
  }

  /** Answers with JSON. */
  public static void send(RoutingContext request, JsonNode json) {
    request
        .response()
        .putHeader("content-type", "application/json")
        .putHeader("cache-control", "no-store")
        .end(json.toString());
  }
}
