-- What requesters countersigned as on time: the weight of a batch in its epoch's pool.
ALTER TABLE batches ADD COLUMN on_time_macs TEXT NOT NULL DEFAULT '0';
