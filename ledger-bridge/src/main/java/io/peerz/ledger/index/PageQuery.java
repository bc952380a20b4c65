package io.peerz.ledger.index;

import io.peerz.proof.id.Hex;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** SQL that reads pages; rows leave as JSON, blobs as 0x-hex. */
final class PageQuery {
  private static final Set<String> JSON_COLUMNS =
      Set.of("args", "params", "geometry", "evaluated", "settled", "hops");
  private static final Set<String> FLAGS = Set.of("ok", "closed", "current", "batched");

  private PageQuery() {}

  static List<ObjectNode> run(Handle handle, PageRequest request) {
    Query query = handle.createQuery(sql(request));
    request.key().ifPresent(key -> query.bind("key", key));
    request.name().ifPresent(name -> query.bind("name", name));
    return query
        .bind("before", request.before())
        .bind("limit", request.limit())
        .map((row, context) -> json(row))
        .list();
  }

  private static String sql(PageRequest request) {
    String view = request.collection().view();
    String named = request.name().isPresent() ? " AND v.name = :name" : "";
    if (request.key().isEmpty()) {
      return "SELECT v.* FROM "
          + view
          + " v WHERE v.id < :before"
          + named
          + " ORDER BY v.id DESC LIMIT :limit";
    }
    return switch (request.collection()) {
      case BLOCKS ->
          "SELECT v.* FROM block_rows v WHERE v.hash = :key AND v.id < :before LIMIT :limit";
      case TRANSACTIONS ->
          "SELECT v.* FROM parties p JOIN transaction_rows v ON v.id = p.transaction_id"
              + " WHERE p.account = :key AND p.transaction_id < :before"
              + " ORDER BY p.transaction_id DESC LIMIT :limit";
      case EVENTS ->
          "SELECT v.* FROM (SELECT event FROM event_keys WHERE key = :key AND event < :before"
              + (request.name().isPresent() ? " AND name = :name" : "")
              + " UNION SELECT e.id FROM transactions t JOIN events e ON e.transaction_id = t.id"
              + " WHERE t.hash = :key AND e.id < :before"
              + " ORDER BY 1 DESC LIMIT :limit) k JOIN event_rows v ON v.id = k.event"
              + " ORDER BY k.event DESC";
      case RECEIPTS ->
          "SELECT v.* FROM receipt_keys k JOIN receipt_rows v ON v.id = k.receipt"
              + " WHERE k.key = :key AND k.receipt < :before"
              + " ORDER BY k.receipt DESC LIMIT :limit";
      case SESSIONS ->
          "SELECT v.* FROM (SELECT DISTINCT s.id FROM receipt_keys k JOIN receipts r"
              + " ON r.id = k.receipt JOIN sessions s ON s.session_id = r.session_id"
              + " WHERE k.key = :key AND s.id < :before ORDER BY s.id DESC LIMIT :limit) p"
              + " JOIN session_rows v ON v.id = p.id ORDER BY v.id DESC";
      default -> mentioning(request.collection());
    };
  }

  private static String mentioning(Collection collection) {
    String names = collection.events().stream().collect(Collectors.joining("','", "('", "')"));
    return "SELECT v.* FROM event_keys k JOIN "
        + collection.view()
        + " v ON v.id = k.event WHERE k.key = :key AND k.name IN "
        + names
        + " AND k.event < :before ORDER BY k.event DESC LIMIT :limit";
  }

  static Optional<ObjectNode> find(Handle handle, Collection collection, String key) {
    String view = collection.view();
    if (collection == Collection.BLOCKS && key.chars().allMatch(Character::isDigit)) {
      return one(
          handle
              .createQuery("SELECT * FROM block_rows WHERE id = :id")
              .bind("id", Long.parseLong(key)));
    }
    byte[] bytes = PageRequest.keyOf(key);
    if (collection.keyColumn().isEmpty()) {
      return Optional.empty();
    }
    if (collection.events().isEmpty()) {
      return one(
          handle
              .createQuery(
                  "SELECT * FROM " + view + " WHERE \"" + collection.keyColumn() + "\" = :key")
              .bind("key", bytes));
    }
    return one(
        handle
            .createQuery(
                "SELECT v.* FROM event_keys k JOIN "
                    + view
                    + " v ON v.id = k.event WHERE k.key = :key AND k.name = :name AND v.\""
                    + collection.keyColumn()
                    + "\" = :key")
            .bind("key", bytes)
            .bind("name", collection.events().getFirst()));
  }

  private static Optional<ObjectNode> one(Query query) {
    return query.map((row, context) -> json(row)).findOne();
  }

  static ObjectNode totals(Handle handle) {
    return handle
        .createQuery(
            "SELECT (SELECT count(*) FROM blocks) AS blocks,"
                + " (SELECT count(*) FROM transactions) AS transactions,"
                + " (SELECT count(*) FROM events) AS events,"
                + " (SELECT count(*) FROM events WHERE name = 'NodeRegistered') AS nodes,"
                + " (SELECT count(*) FROM events WHERE name = 'ChannelOpened') AS channels,"
                + " (SELECT count(*) FROM events WHERE name = 'BatchCommitted') AS batches,"
                + " (SELECT count(*) FROM events WHERE name = 'JobPosted') AS jobs,"
                + " (SELECT coalesce(sum(CAST(json_extract(args, '$.leaves') AS BIGINT)), 0)"
                + " FROM events"
                + "   WHERE name = 'BatchCommitted') AS receipts,"
                + " (SELECT count(*) FROM receipts WHERE NOT batched) AS \"receiptsWaiting\","
                + " (SELECT count(*) FROM events WHERE name = 'BatchCommitted')"
                + " - (SELECT count(*) FROM events WHERE name IN ('RewardClaimed', 'BatchVoided'))"
                + " AS \"batchesOpen\","
                + " (SELECT count(*) FROM events WHERE name = 'BatchVoided') AS \"batchesVoided\","
                + " (SELECT sum_wei(\"amountWei\") FROM payment_rows) AS \"earnedWei\"")
        .map((row, context) -> json(row))
        .one();
  }

  private static ObjectNode json(ResultSet row) throws SQLException {
    ObjectNode json = JsonMapper.shared().createObjectNode();
    ResultSetMetaData columns = row.getMetaData();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      put(json, columns.getColumnLabel(i), row.getObject(i));
    }
    return json;
  }

  private static void put(ObjectNode json, String name, Object value) {
    switch (value) {
      case null -> json.putNull(name);
      case byte[] bytes -> json.put(name, Hex.encode(bytes));
      case Boolean flag -> json.put(name, flag);
      case Number number when FLAGS.contains(name) -> json.put(name, number.longValue() != 0);
      case Number number -> json.put(name, number.longValue());
      case String text when JSON_COLUMNS.contains(name) ->
          json.set(name, JsonMapper.shared().readTree(text));
      default -> json.put(name, value.toString());
    }
  }
}
