package io.peerz.proof.error;

/** Every failure that a person or another program may meet. */
public enum ErrorCode {
  BAD_REQUEST(ErrorKind.CALLER),
  BAD_CONFIG(ErrorKind.CALLER),
  NOT_FOUND(ErrorKind.CALLER),
  MODEL_NOT_FOUND(ErrorKind.CALLER),
  BAD_CHECKPOINT(ErrorKind.CALLER),
  PROMPT_TOO_LONG(ErrorKind.CALLER),
  INSUFFICIENT_FUNDS(ErrorKind.CALLER),
  STAKE_TOO_LOW(ErrorKind.CALLER),
  BAD_KEY(ErrorKind.CALLER),
  BAD_KEYSTORE(ErrorKind.CALLER),
  WRONG_PASSWORD(ErrorKind.CALLER),
  LOOSE_KEY_PERMISSIONS(ErrorKind.CALLER),
  PORT_IN_USE(ErrorKind.CALLER),
  CANCELLED(ErrorKind.CALLER),

  NO_ROUTE(ErrorKind.PEER),
  PEER_UNREACHABLE(ErrorKind.PEER),
  PEER_MISBEHAVED(ErrorKind.PEER),
  BAD_SIGNATURE(ErrorKind.PEER),
  BAD_RECEIPT(ErrorKind.PEER),
  BAD_VOUCHER(ErrorKind.PEER),
  BAD_PROOF(ErrorKind.PEER),
  UNPAID(ErrorKind.PEER),

  CHAIN_UNREACHABLE(ErrorKind.LEDGER),
  CHAIN_MISMATCH(ErrorKind.LEDGER),
  TRANSACTION_REVERTED(ErrorKind.LEDGER),

  BUSY(ErrorKind.RESOURCE),
  OUT_OF_MEMORY(ErrorKind.RESOURCE),
  IO(ErrorKind.RESOURCE),
  TIMEOUT(ErrorKind.RESOURCE),

  /**
   * Something asked this key to sign a second, different digest for a slot; the journal refused.
   */
  EQUIVOCATION_REFUSED(ErrorKind.BUG),
  BUG(ErrorKind.BUG);

  private final ErrorKind kind;

  ErrorCode(ErrorKind kind) {
    this.kind = kind;
  }

  public ErrorKind kind() {
    return kind;
  }
}
