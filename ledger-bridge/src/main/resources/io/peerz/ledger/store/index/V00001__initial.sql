-- One schema for SQLite and PostgreSQL: words in braces are those in which they differ (see Dialect), and functions
-- that one of them lacks (json_extract, hex, sum_wei, max_wei, add_wei, part_key) are added to it.
-- What the chain says, and nothing else: three tables of facts, and views that put them in words.
-- Ids say where on the chain a thing stands: block * 2^20 + position, so they grow with time.
-- Amounts of wei and MACs are decimal text: they need up to 128 bits. Hashes and ids are blobs.

-- The one network whose history lies here.
CREATE TABLE network (
  id             ${int} PRIMARY KEY CHECK (id = 1),
  chain_id       ${int} NOT NULL,
  genesis_hash   ${bytes}    NOT NULL,
  ledger_address ${bytes}    NOT NULL
);

CREATE TABLE blocks (
  number       ${int} PRIMARY KEY,
  hash         ${bytes}    NOT NULL,
  parent       ${bytes}    NOT NULL,
  time         ${int} NOT NULL, -- seconds since 1970
  gas_used     ${int} NOT NULL,
  gas_limit    ${int} NOT NULL,
  base_fee     TEXT    NOT NULL,
  transactions ${int} NOT NULL
);
CREATE UNIQUE INDEX blocks_by_hash ON blocks (hash);

CREATE TABLE transactions (
  id        ${int} PRIMARY KEY,
  hash      ${bytes}    NOT NULL,
  sender    ${bytes}    NOT NULL,
  receiver  ${bytes},
  created   ${bytes},
  contract  TEXT, -- name of the receiver where it is one of ours
  method    TEXT,
  nonce     ${int} NOT NULL,
  value     TEXT    NOT NULL,
  gas_limit ${int} NOT NULL,
  gas_used  ${int} NOT NULL,
  gas_price TEXT    NOT NULL,
  ok        BOOLEAN NOT NULL,
  input     ${bytes}    NOT NULL
);
CREATE UNIQUE INDEX transactions_by_hash ON transactions (hash);

-- Who had to do with a transaction.
CREATE TABLE parties (
  account        ${bytes}    NOT NULL,
  transaction_id ${int} NOT NULL,
  PRIMARY KEY (account, transaction_id)
)${compact};
CREATE INDEX parties_by_transaction ON parties (transaction_id);

CREATE TABLE events (
  id             ${int} PRIMARY KEY,
  transaction_id ${int} NOT NULL,
  address        ${bytes}    NOT NULL,
  contract       TEXT    NOT NULL,
  name           TEXT    NOT NULL,
  subject        ${bytes}, -- the first id that it mentions
  args           TEXT    NOT NULL -- JSON
);
CREATE INDEX events_by_name ON events (name, id);
CREATE INDEX events_by_transaction ON events (transaction_id);
CREATE INDEX payment_events ON events (id)
  WHERE name IN ('VoucherRedeemed', 'RewardClaimed', 'UnitPaid', 'FeePaid');

-- Every id and address that an event mentions; of a job also the round and the unit behind its id.
CREATE TABLE event_keys (
  key   ${bytes}    NOT NULL,
  name  TEXT    NOT NULL,
  event ${int} NOT NULL,
  PRIMARY KEY (key, name, event)
)${compact};
CREATE INDEX event_keys_in_time ON event_keys (key, event);
CREATE INDEX event_keys_by_event ON event_keys (event);

CREATE VIEW block_rows AS
SELECT number AS id, number, hash, parent, time, gas_used AS "gasUsed", gas_limit AS "gasLimit",
       base_fee AS "baseFeeWei", transactions
FROM blocks;

CREATE VIEW transaction_rows AS
SELECT t.id, t.hash, t.id >> 20 AS block, t.id & 1048575 AS position, b.time, t.sender AS "from",
       t.receiver AS "to", t.created, t.contract, t.method, t.nonce, t.value AS "valueWei",
       t.gas_limit AS "gasLimit", t.gas_used AS "gasUsed", t.gas_price AS "gasPriceWei", t.ok, t.input
FROM transactions t JOIN blocks b ON b.number = t.id >> 20;

CREATE VIEW event_rows AS
SELECT e.id, e.id >> 20 AS block, e.id & 1048575 AS "logIndex", b.time, t.hash AS tx, e.address,
       e.contract, e.name, e.args, e.transaction_id AS "transactionId"
FROM events e
JOIN blocks b ON b.number = e.id >> 20
JOIN transactions t ON t.id = e.transaction_id;

CREATE VIEW node_rows AS
SELECT e.id, e.subject AS "nodeId", json_extract(e.args, '$.owner') AS owner,
       coalesce((SELECT json_extract(l.args, '$.newSigner') FROM event_keys k JOIN events l ON l.id = k.event
                 WHERE k.key = e.subject AND k.name = 'SignerRotated' ORDER BY k.event DESC LIMIT 1),
                json_extract(e.args, '$.signer')) AS signer,
       coalesce((SELECT json_extract(l.args, '$.payout') FROM event_keys k JOIN events l ON l.id = k.event
                 WHERE k.key = e.subject AND k.name = 'PayoutUpdated' ORDER BY k.event DESC LIMIT 1),
                json_extract(e.args, '$.payout')) AS payout,
       CAST(json_extract(e.args, '$.roles') AS ${int}) AS roles, b.time AS "registeredAt",
       (SELECT json_extract(l.args, '$.endpoint') FROM event_keys k JOIN events l ON l.id = k.event
        WHERE k.key = e.subject AND k.name = 'EndpointUpdated' ORDER BY k.event DESC LIMIT 1) AS endpoint,
       (SELECT json_extract(l.args, '$.tlsSpkiHash') FROM event_keys k JOIN events l ON l.id = k.event
        WHERE k.key = e.subject AND k.name = 'EndpointUpdated' ORDER BY k.event DESC LIMIT 1) AS "tlsSpkiHash",
       coalesce((SELECT json_extract(l.args, '$.stake') FROM event_keys k JOIN events l ON l.id = k.event
                 WHERE k.key = e.subject AND k.name = 'StakeChanged' ORDER BY k.event DESC LIMIT 1), '0') AS "stakeWei",
       coalesce((SELECT json_extract(l.args, '$.locked') FROM event_keys k JOIN events l ON l.id = k.event
                 WHERE k.key = e.subject AND k.name = 'StakeChanged' ORDER BY k.event DESC LIMIT 1), '0') AS "lockedWei",
       coalesce((SELECT json_extract(l.args, '$.unbonding') FROM event_keys k JOIN events l ON l.id = k.event
                 WHERE k.key = e.subject AND k.name = 'StakeChanged' ORDER BY k.event DESC LIMIT 1), '0') AS "unbondingWei",
       coalesce((SELECT CAST(json_extract(l.args, '$.until') AS ${int}) FROM event_keys k JOIN events l ON l.id = k.event
                 WHERE k.key = e.subject AND k.name = 'Jailed' ORDER BY k.event DESC LIMIT 1), 0) AS "jailedUntil",
       (SELECT sum_wei(CASE l.name WHEN 'VoucherRedeemed' THEN json_extract(l.args, '$.paid')
                                   WHEN 'RewardClaimed' THEN json_extract(l.args, '$.paid')
                                   WHEN 'FeePaid' THEN json_extract(l.args, '$.amount')
                                   ELSE add_wei(json_extract(l.args, '$.base'), json_extract(l.args, '$.improvement')) END)
        FROM event_keys k JOIN events l ON l.id = k.event
        WHERE k.key = e.subject AND k.name IN ('VoucherRedeemed', 'RewardClaimed', 'UnitPaid', 'FeePaid')) AS "earnedWei"
FROM events e JOIN blocks b ON b.number = e.id >> 20
WHERE e.name = 'NodeRegistered';

-- One row per announcement; the newest of a node and a model is the one that counts.
CREATE VIEW shard_rows AS
SELECT e.id, e.subject AS "nodeId", json_extract(e.args, '$.modelId') AS "modelId",
       CAST(json_extract(e.args, '$.layerStart') AS ${int}) AS "layerStart", CAST(json_extract(e.args, '$.layerEnd') AS ${int}) AS "layerEnd",
       CAST(json_extract(e.args, '$.profile') AS ${int}) AS profile, json_extract(e.args, '$.pricePerGcu') AS "pricePerGcuWei",
       CAST(json_extract(e.args, '$.validUntil') AS ${int}) AS "validUntil", b.time, t.hash AS tx,
       NOT EXISTS (SELECT 1 FROM event_keys k JOIN events l ON l.id = k.event
                   WHERE k.key = e.subject AND k.name = 'ShardAnnounced' AND k.event > e.id
                     AND json_extract(l.args, '$.modelId') = json_extract(e.args, '$.modelId')) AS current
FROM events e
JOIN blocks b ON b.number = e.id >> 20
JOIN transactions t ON t.id = e.transaction_id
WHERE e.name = 'ShardAnnounced';

CREATE VIEW model_rows AS
SELECT e.id, e.subject AS "modelId", json_extract(e.args, '$.weightsRoot') AS "weightsRoot",
       json_extract(e.args, '$.tokenizerHash') AS "tokenizerHash", json_extract(e.args, '$.geometry') AS geometry,
       json_extract(e.args, '$.by') AS "registeredBy", b.time, t.hash AS tx
FROM events e
JOIN blocks b ON b.number = e.id >> 20
JOIN transactions t ON t.id = e.transaction_id
WHERE e.name = 'ModelRegistered';

CREATE VIEW channel_rows AS
SELECT e.id, e.subject AS "channelId", json_extract(e.args, '$.payer') AS payer,
       json_extract(e.args, '$.nodeId') AS "nodeId", json_extract(e.args, '$.delegate') AS delegate,
       coalesce((SELECT json_extract(l.args, '$.deposit') FROM event_keys k JOIN events l ON l.id = k.event
                 WHERE k.key = e.subject AND k.name = 'ChannelToppedUp' ORDER BY k.event DESC LIMIT 1),
                json_extract(e.args, '$.deposit')) AS "depositWei",
       coalesce((SELECT json_extract(l.args, '$.cumulativeAmount') FROM event_keys k JOIN events l ON l.id = k.event
                 WHERE k.key = e.subject AND k.name = 'VoucherRedeemed' ORDER BY k.event DESC LIMIT 1), '0') AS "claimedWei",
       coalesce((SELECT json_extract(l.args, '$.cumulativeMacs') FROM event_keys k JOIN events l ON l.id = k.event
                 WHERE k.key = e.subject AND k.name = 'VoucherRedeemed' ORDER BY k.event DESC LIMIT 1), '0') AS macs,
       coalesce((SELECT CAST(json_extract(l.args, '$.closesAt') AS ${int}) FROM event_keys k JOIN events l ON l.id = k.event
                 WHERE k.key = e.subject AND k.name = 'CloseRequested' ORDER BY k.event DESC LIMIT 1), 0) AS "closesAt",
       EXISTS (SELECT 1 FROM event_keys k WHERE k.key = e.subject AND k.name = 'ChannelClosed') AS closed,
       (SELECT json_extract(l.args, '$.refund') FROM event_keys k JOIN events l ON l.id = k.event
        WHERE k.key = e.subject AND k.name = 'ChannelClosed' LIMIT 1) AS "refundWei",
       b.time, t.hash AS tx
FROM events e
JOIN blocks b ON b.number = e.id >> 20
JOIN transactions t ON t.id = e.transaction_id
WHERE e.name = 'ChannelOpened';

CREATE VIEW batch_rows AS
SELECT e.id, e.subject AS "batchId", json_extract(e.args, '$.nodeId') AS "nodeId",
       CAST(json_extract(e.args, '$.epoch') AS ${int}) AS epoch, json_extract(e.args, '$.root') AS root,
       json_extract(e.args, '$.totalMacs') AS "totalMacs", json_extract(e.args, '$.onTimeMacs') AS "onTimeMacs",
       json_extract(e.args, '$.totalFees') AS "totalFeesWei",
       CAST(json_extract(e.args, '$.leaves') AS ${int}) AS leaves, json_extract(e.args, '$.dataHash') AS "dataHash",
       CASE WHEN EXISTS (SELECT 1 FROM event_keys k WHERE k.key = e.subject AND k.name = 'BatchVoided') THEN 'voided'
            WHEN EXISTS (SELECT 1 FROM event_keys k WHERE k.key = e.subject AND k.name = 'RewardClaimed') THEN 'claimed'
            WHEN EXISTS (SELECT 1 FROM event_keys k WHERE k.key = e.subject AND k.name = 'BatchFinalized') THEN 'final'
            ELSE 'committed' END AS status,
       (SELECT count(*) FROM event_keys k WHERE k.key = e.subject AND k.name = 'OpeningDemanded') AS demands,
       (SELECT count(*) FROM event_keys k WHERE k.key = e.subject AND k.name = 'OpeningAnswered') AS answered,
       (SELECT json_extract(l.args, '$.share') FROM event_keys k JOIN events l ON l.id = k.event
        WHERE k.key = e.subject AND k.name = 'RewardClaimed' LIMIT 1) AS "shareWei",
       (SELECT json_extract(l.args, '$.paid') FROM event_keys k JOIN events l ON l.id = k.event
        WHERE k.key = e.subject AND k.name = 'RewardClaimed' LIMIT 1) AS "rebateWei",
       b.time, t.hash AS tx
FROM events e
JOIN blocks b ON b.number = e.id >> 20
JOIN transactions t ON t.id = e.transaction_id
WHERE e.name = 'BatchCommitted';

CREATE VIEW epoch_rows AS
SELECT e.id, CAST(json_extract(e.args, '$.epoch') AS ${int}) AS epoch,
       json_extract(e.args, '$.seed') AS seed, json_extract(e.args, '$.sealer') AS sealer, b.time, t.hash AS tx
FROM events e
JOIN blocks b ON b.number = e.id >> 20
JOIN transactions t ON t.id = e.transaction_id
WHERE e.name = 'EpochSealed';

-- Who earned what, and for what: redeemed vouchers, rebates, training units, seats of evaluators.
CREATE VIEW payment_rows AS
SELECT e.id,
       CASE e.name WHEN 'VoucherRedeemed' THEN 'voucher' WHEN 'RewardClaimed' THEN 'rebate'
                   WHEN 'UnitPaid' THEN 'unit' ELSE 'seat' END AS kind,
       coalesce(json_extract(e.args, '$.nodeId'), json_extract(e.args, '$.evaluator')) AS "nodeId",
       CASE e.name WHEN 'FeePaid' THEN json_extract(e.args, '$.amount')
                   WHEN 'UnitPaid' THEN add_wei(json_extract(e.args, '$.base'), json_extract(e.args, '$.improvement'))
                   ELSE json_extract(e.args, '$.paid') END AS "amountWei",
       json_extract(e.args, '$.fee') AS "feeWei",
       json_extract(e.args, '$.cumulativeMacs') AS "cumulativeMacs",
       json_extract(e.args, '$.cumulativeAmount') AS "cumulativeAmountWei",
       json_extract(e.args, '$.base') AS "baseWei", json_extract(e.args, '$.improvement') AS "improvementWei",
       json_extract(e.args, '$.channelId') AS "channelId", json_extract(e.args, '$.batchId') AS "batchId",
       json_extract(e.args, '$.jobId') AS "jobId", json_extract(e.args, '$.taskId') AS "taskId",
       CAST(json_extract(e.args, '$.round') AS ${int}) AS round, CAST(json_extract(e.args, '$.unit') AS ${int}) AS unit,
       CAST(json_extract(e.args, '$.epoch') AS ${int}) AS epoch, e.id >> 20 AS block, b.time, t.hash AS tx
FROM events e
JOIN blocks b ON b.number = e.id >> 20
JOIN transactions t ON t.id = e.transaction_id
WHERE e.name IN ('VoucherRedeemed', 'RewardClaimed', 'UnitPaid', 'FeePaid');

CREATE VIEW job_rows AS
SELECT e.id, e.subject AS "jobId", json_extract(e.args, '$.client') AS client,
       json_extract(e.args, '$.modelId') AS "modelId", json_extract(e.args, '$.unitMacs') AS "unitMacs",
       json_extract(e.args, '$.params') AS params, json_extract(e.args, '$.uri') AS uri,
       (SELECT count(*) FROM event_keys k WHERE k.key = e.subject AND k.name = 'RoundSettled') AS "settledRounds",
       EXISTS (SELECT 1 FROM event_keys k WHERE k.key = e.subject AND k.name = 'JobClosed') AS closed,
       (SELECT json_extract(l.args, '$.refunded') FROM event_keys k JOIN events l ON l.id = k.event
        WHERE k.key = e.subject AND k.name = 'JobClosed' LIMIT 1) AS "refundedWei",
       (SELECT json_extract(l.args, '$.adapterRoot') FROM event_keys k JOIN events l ON l.id = k.event
        WHERE k.key = e.subject AND k.name = 'RoundSettled' ORDER BY k.event DESC LIMIT 1) AS "adapterRoot",
       b.time, t.hash AS tx
FROM events e
JOIN blocks b ON b.number = e.id >> 20
JOIN transactions t ON t.id = e.transaction_id
WHERE e.name = 'JobPosted';

CREATE VIEW round_rows AS
SELECT e.id, e.subject AS "jobId", CAST(json_extract(e.args, '$.round') AS ${int}) AS round,
       json_extract(e.args, '$.baseRoot') AS "baseRoot", CAST(json_extract(e.args, '$.claimUntil') AS ${int}) AS "claimUntil",
       (SELECT l.args FROM event_keys k JOIN events l ON l.id = k.event
        WHERE k.key = part_key(e.args) AND k.name = 'RoundEvaluated' LIMIT 1) AS evaluated,
       (SELECT l.args FROM event_keys k JOIN events l ON l.id = k.event
        WHERE k.key = part_key(e.args) AND k.name = 'RoundSettled' LIMIT 1) AS settled,
       b.time, t.hash AS tx
FROM events e
JOIN blocks b ON b.number = e.id >> 20
JOIN transactions t ON t.id = e.transaction_id
WHERE e.name = 'RoundStarted';

CREATE VIEW unit_rows AS
SELECT e.id, e.subject AS "jobId", CAST(json_extract(e.args, '$.round') AS ${int}) AS round, CAST(json_extract(e.args, '$.unit') AS ${int}) AS unit,
       json_extract(e.args, '$.nodeId') AS "nodeId", json_extract(e.args, '$.dataShard') AS "dataShard",
       CASE WHEN EXISTS (SELECT 1 FROM event_keys k WHERE k.key = part_key(e.args) AND k.name = 'UnitPaid') THEN 'paid'
            WHEN EXISTS (SELECT 1 FROM event_keys k WHERE k.key = part_key(e.args) AND k.name = 'UnitForfeited') THEN 'forfeited'
            WHEN EXISTS (SELECT 1 FROM event_keys k WHERE k.key = part_key(e.args) AND k.name = 'UnitRejected') THEN 'rejected'
            WHEN EXISTS (SELECT 1 FROM event_keys k WHERE k.key = part_key(e.args) AND k.name = 'UnitRevealed') THEN 'revealed'
            WHEN EXISTS (SELECT 1 FROM event_keys k WHERE k.key = part_key(e.args) AND k.name = 'UnitCommitted') THEN 'committed'
            ELSE 'claimed' END AS status,
       (SELECT json_extract(l.args, '$.macs') FROM event_keys k JOIN events l ON l.id = k.event
        WHERE k.key = part_key(e.args) AND k.name = 'UnitRevealed' LIMIT 1) AS macs,
       (SELECT json_extract(l.args, '$.updateRoot') FROM event_keys k JOIN events l ON l.id = k.event
        WHERE k.key = part_key(e.args) AND k.name = 'UnitRevealed' LIMIT 1) AS "updateRoot",
       (SELECT json_extract(l.args, '$.base') FROM event_keys k JOIN events l ON l.id = k.event
        WHERE k.key = part_key(e.args) AND k.name = 'UnitPaid' LIMIT 1) AS "baseWei",
       (SELECT json_extract(l.args, '$.improvement') FROM event_keys k JOIN events l ON l.id = k.event
        WHERE k.key = part_key(e.args) AND k.name = 'UnitPaid' LIMIT 1) AS "improvementWei",
       b.time, t.hash AS tx
FROM events e
JOIN blocks b ON b.number = e.id >> 20
JOIN transactions t ON t.id = e.transaction_id
WHERE e.name = 'UnitClaimed';

-- Receipts do not stand on the chain, only the roots over them: these come from nodes that show theirs.
CREATE TABLE receipts (
  id                ${counter},
  digest            ${bytes}    NOT NULL UNIQUE, -- struct hash
  node_id           ${bytes}    NOT NULL,
  session_id        ${bytes}    NOT NULL,
  channel_id        ${bytes}    NOT NULL,
  model_id          ${bytes}    NOT NULL,
  seq               ${int} NOT NULL,
  layer_start       ${int} NOT NULL,
  layer_end         ${int} NOT NULL,
  pos_start         ${int} NOT NULL,
  tokens            ${int} NOT NULL,
  macs              TEXT    NOT NULL,
  cumulative_macs   TEXT    NOT NULL,
  cumulative_amount TEXT    NOT NULL,
  epoch             ${int} NOT NULL,
  issued_at         ${int} NOT NULL,
  batched           BOOLEAN NOT NULL, -- a leaf of its node's batch of the epoch
  encoded           ${bytes}    NOT NULL
);
CREATE INDEX receipts_by_batch ON receipts (node_id, epoch, batched);
CREATE INDEX receipts_waiting ON receipts (id) WHERE NOT batched;
CREATE INDEX receipts_by_session ON receipts (session_id, node_id, seq);

CREATE TABLE receipt_keys (
  key     ${bytes}    NOT NULL,
  receipt ${int} NOT NULL,
  PRIMARY KEY (key, receipt)
)${compact};

CREATE TABLE sessions (
  id         ${counter},
  session_id ${bytes}    NOT NULL UNIQUE
);

CREATE VIEW receipt_rows AS
SELECT id, digest, node_id AS "nodeId", session_id AS "sessionId", channel_id AS "channelId", model_id AS "modelId", seq,
       layer_start AS "layerStart", layer_end AS "layerEnd", pos_start AS "posStart", tokens, macs,
       cumulative_macs AS "cumulativeMacs", cumulative_amount AS "cumulativeAmountWei", epoch,
       issued_at AS "issuedAt", batched
FROM receipts;

-- One session of inference: what it cost and who served it.
CREATE VIEW session_rows AS
SELECT s.id, s.session_id AS "sessionId",
       (SELECT model_id FROM receipts r WHERE r.session_id = s.session_id LIMIT 1) AS "modelId",
       (SELECT min(issued_at) FROM receipts r WHERE r.session_id = s.session_id) AS "startedAt",
       (SELECT max(issued_at) FROM receipts r WHERE r.session_id = s.session_id) AS "endedAt",
       (SELECT max(pos_start + tokens) FROM receipts r WHERE r.session_id = s.session_id) AS tokens,
       (SELECT count(*) FROM receipts r WHERE r.session_id = s.session_id) AS receipts,
       (SELECT CAST(${list}(${object}(
                 'nodeId', '0x' || lower(hex(node_id)), 'channelId', '0x' || lower(hex(channel_id)),
                 'layerStart', layer_start, 'layerEnd', layer_end, 'receipts', n, 'macs', macs,
                 'amountWei', amount, 'batched', batched, 'epoch', epoch)) AS TEXT)
        FROM (SELECT node_id, channel_id, layer_start, layer_end, count(*) AS n, sum_wei(macs) AS macs,
                     max_wei(cumulative_amount) AS amount, min(CASE WHEN batched THEN 1 ELSE 0 END) AS batched,
                     max(epoch) AS epoch
              FROM receipts r WHERE r.session_id = s.session_id
              GROUP BY node_id, channel_id, layer_start, layer_end ORDER BY layer_start) AS h) AS hops
FROM sessions s;
