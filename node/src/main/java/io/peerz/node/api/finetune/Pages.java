package io.peerz.node.api.finetune;

import io.peerz.node.api.BadParameter;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.Function;

/** Lists cut into pages as OpenAI does: {@code after} an id, at most {@code limit}. */
final class Pages {
  private static final int MOST = 100;
  private static final int USUAL = 20;

  private Pages() {}

  /** The page that a request asks for; an unknown cursor gives an empty last page. */
  static <T> JsonObject of(
      RoutingContext request, List<T> all, Function<T, String> id, Function<T, JsonObject> shape) {
    int limit = limit(request.request().getParam("limit"));
    int from = start(request.request().getParam("after"), all, id);
    List<T> page = all.subList(from, Math.min(all.size(), from + limit));
    JsonArray data = new JsonArray();
    page.forEach(item -> data.add(shape.apply(item)));
    return new JsonObject()
        .put("object", "list")
        .put("data", data)
        .put("first_id", page.isEmpty() ? null : id.apply(page.getFirst()))
        .put("last_id", page.isEmpty() ? null : id.apply(page.getLast()))
        .put("has_more", from + page.size() < all.size());
  }

  private static int limit(String written) {
    if (written == null) {
      return USUAL;
    }
    if (!written.matches("[0-9]{1,3}")
        || Integer.parseInt(written) < 1
        || Integer.parseInt(written) > MOST) {
      throw BadParameter.invalid("limit", "must be a whole number from 1 to " + MOST);
    }
    return Integer.parseInt(written);
  }

  private static <T> int start(String after, List<T> all, Function<T, String> id) {
    if (after == null) {
      return 0;
    }
    for (int i = 0; i < all.size(); i++) {
      if (id.apply(all.get(i)).equals(after)) {
        return i + 1;
      }
    }
    return all.size();
  }
}
