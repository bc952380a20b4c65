-- Batches say how much of their work came on time.
DROP VIEW batch_rows;
CREATE VIEW batch_rows AS
SELECT e.id, e.subject AS batchId, json_extract(e.args, '$.nodeId') AS nodeId,
       CAST(json_extract(e.args, '$.epoch') AS INTEGER) AS epoch, json_extract(e.args, '$.root') AS root,
       json_extract(e.args, '$.totalMacs') AS totalMacs,
       json_extract(e.args, '$.onTimeMacs') AS onTimeMacs, json_extract(e.args, '$.totalFees') AS totalFeesWei,
       json_extract(e.args, '$.leaves') AS leaves, json_extract(e.args, '$.dataHash') AS dataHash,
       CASE WHEN EXISTS (SELECT 1 FROM event_keys k WHERE k.key = e.subject AND k.name = 'BatchVoided') THEN 'voided'
            WHEN EXISTS (SELECT 1 FROM event_keys k WHERE k.key = e.subject AND k.name = 'RewardClaimed') THEN 'claimed'
            WHEN EXISTS (SELECT 1 FROM event_keys k WHERE k.key = e.subject AND k.name = 'BatchFinalized') THEN 'final'
            ELSE 'committed' END AS status,
       (SELECT count(*) FROM event_keys k WHERE k.key = e.subject AND k.name = 'OpeningDemanded') AS demands,
       (SELECT count(*) FROM event_keys k WHERE k.key = e.subject AND k.name = 'OpeningAnswered') AS answered,
       (SELECT json_extract(l.args, '$.share') FROM event_keys k JOIN events l ON l.id = k.event
        WHERE k.key = e.subject AND k.name = 'RewardClaimed' LIMIT 1) AS shareWei,
       (SELECT json_extract(l.args, '$.paid') FROM event_keys k JOIN events l ON l.id = k.event
        WHERE k.key = e.subject AND k.name = 'RewardClaimed' LIMIT 1) AS rebateWei,
       b.time, t.hash AS tx
FROM events e
JOIN blocks b ON b.number = e.id >> 20
JOIN transactions t ON t.id = e.transaction_id
WHERE e.name = 'BatchCommitted';
