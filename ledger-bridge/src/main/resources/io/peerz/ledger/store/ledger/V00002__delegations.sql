-- Every session key that ever signed a voucher here, with a voucher that carries its delegation: a
-- question about an old receipt needs the delegation under which it was countersigned.
CREATE TABLE delegations (
  channel_id  BLOB NOT NULL,
  session_key BLOB NOT NULL,
  encoded     BLOB NOT NULL,
  PRIMARY KEY (channel_id, session_key)
) WITHOUT ROWID;
