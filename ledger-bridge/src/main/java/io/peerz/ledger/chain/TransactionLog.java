package io.peerz.ledger.chain;

import io.peerz.proof.id.Address;
import java.util.List;
import java.util.Optional;

/**
 * What a sender remembers of its transactions. A node keeps it on disk, so that after a crash the
 * same wish meets the same nonce; a short command keeps it in memory.
 */
public interface TransactionLog {
  /** Transactions that still need watching, in the order of their nonces. */
  List<LoggedTransaction> live(Address sender);

  /** The latest transaction made for an intent. */
  Optional<LoggedTransaction> find(Address sender, String intentId);

  /** Writes or replaces the transaction of this sender and nonce; durable on return. */
  void put(LoggedTransaction transaction);

  /** Forgets a transaction that cannot be mined any more. */
  void remove(Address sender, long nonce);
}
