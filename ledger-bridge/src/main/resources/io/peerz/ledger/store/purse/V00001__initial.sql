-- What a payer has promised per channel. A promise is written here before its signature leaves.
CREATE TABLE channels (
  channel_id      BLOB PRIMARY KEY,
  node_id         BLOB NOT NULL,
  deposit_wei     TEXT NOT NULL,
  cumulative_wei  TEXT NOT NULL,
  cumulative_macs TEXT NOT NULL,
  receipt_head    BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX channels_by_node ON channels (node_id);
