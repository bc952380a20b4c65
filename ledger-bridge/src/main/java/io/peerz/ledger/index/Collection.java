package io.peerz.ledger.index;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What can be asked for in pages: a view of the index and how one row of it is found. */
public enum Collection {
  BLOCKS("block_rows", "hash"),
  TRANSACTIONS("transaction_rows", "hash"),
  EVENTS("event_rows", ""),
  NODES("node_rows", "nodeId", "NodeRegistered"),
  SHARDS("shard_rows", "", "ShardAnnounced"),
  MODELS("model_rows", "modelId", "ModelRegistered"),
  CHANNELS("channel_rows", "channelId", "ChannelOpened"),
  BATCHES("batch_rows", "batchId", "BatchCommitted"),
  EPOCHS("epoch_rows", "", "EpochSealed"),
  PAYMENTS("payment_rows", "", "VoucherRedeemed", "RewardClaimed", "UnitPaid", "FeePaid"),
  JOBS("job_rows", "jobId", "JobPosted"),
  ROUNDS("round_rows", "", "RoundStarted"),
  UNITS("unit_rows", "", "UnitClaimed"),
  RECEIPTS("receipt_rows", "digest"),
  SESSIONS("session_rows", "sessionId");

  private final String view;
  private final String keyColumn;

  /** Names with commas between them; an enum holds nothing that could change. */
  private final String events;

  Collection(String view, String keyColumn, String... events) {
    this.view = view;
    this.keyColumn = keyColumn;
    this.events = String.join(",", events);
  }

  /** The collection of that name in the plural and in lower case. */
  public static Optional<Collection> named(String name) {
    return Arrays.stream(values()).filter(c -> c.lowerCase().equals(name)).findFirst();
  }

  public String lowerCase() {
    return name().toLowerCase(Locale.ROOT);
  }

  String view() {
    return view;
  }

  /** The column that names one row, or empty. */
  String keyColumn() {
    return keyColumn;
  }

  /** The events that make the rows; none where rows are not made of events. */
  List<String> events() {
    return events.isEmpty() ? List.of() : List.of(events.split(",", -1));
  }
}
