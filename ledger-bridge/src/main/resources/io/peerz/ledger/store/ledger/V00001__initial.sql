-- Amounts of wei and MACs are decimal text: they need up to 128 bits. Hashes and ids are blobs.

-- The one network whose receipts lie here.
CREATE TABLE network (
  id             INTEGER PRIMARY KEY CHECK (id = 1),
  chain_id       INTEGER NOT NULL,
  genesis_hash   BLOB    NOT NULL,
  ledger_address BLOB    NOT NULL
);

-- Countersigned receipts, in the form in which they were signed, by their struct hash.
CREATE TABLE receipts (
  digest         BLOB    PRIMARY KEY,
  epoch          INTEGER NOT NULL,
  auditable      INTEGER NOT NULL,
  batched        INTEGER NOT NULL, -- is a leaf of its epoch's batch
  stream         BLOB    NOT NULL, -- hash of session and layer range: amounts grow along it
  cumulative_wei TEXT    NOT NULL, -- padded with zeros to 39 digits, so that text sorts as number
  encoded        BLOB    NOT NULL
) WITHOUT ROWID;
CREATE INDEX receipts_by_epoch ON receipts (epoch, auditable, batched);
CREATE INDEX receipts_by_stream ON receipts (stream, epoch, cumulative_wei);

-- The best voucher of each channel, in the form in which it was signed.
CREATE TABLE vouchers (
  channel_id BLOB PRIMARY KEY,
  encoded    BLOB NOT NULL
) WITHOUT ROWID;

-- One batch per epoch. The header is fixed here before its signature leaves this process.
CREATE TABLE batches (
  epoch        INTEGER PRIMARY KEY,
  node_id      BLOB    NOT NULL,
  root         BLOB    NOT NULL,
  total_macs   TEXT    NOT NULL,
  total_fees   TEXT    NOT NULL,
  leaves       INTEGER NOT NULL,
  data_hash    BLOB    NOT NULL,
  state        TEXT    NOT NULL,
  submit_tx    BLOB,
  finalize_tx  BLOB,
  claim_tx     BLOB,
  reward_wei   TEXT,
  closed       INTEGER NOT NULL -- needs no more looking at
);

-- Every nonce of this node's key, written before the network hears of it.
CREATE TABLE transactions (
  sender    BLOB    NOT NULL,
  nonce     INTEGER NOT NULL,
  intent_id TEXT    NOT NULL,
  to_address BLOB,
  data      TEXT    NOT NULL,
  value_wei TEXT    NOT NULL,
  what      TEXT    NOT NULL,
  gas_limit TEXT    NOT NULL,
  settled   INTEGER NOT NULL,
  PRIMARY KEY (sender, nonce)
) WITHOUT ROWID;
CREATE INDEX transactions_by_intent ON transactions (sender, intent_id, nonce);

CREATE TABLE attempts (
  sender      BLOB    NOT NULL,
  nonce       INTEGER NOT NULL,
  attempt     INTEGER NOT NULL,
  hash        BLOB    NOT NULL,
  signed_hex  TEXT    NOT NULL,
  tip_wei     TEXT    NOT NULL,
  max_fee_wei TEXT    NOT NULL,
  PRIMARY KEY (sender, nonce, attempt)
) WITHOUT ROWID;
