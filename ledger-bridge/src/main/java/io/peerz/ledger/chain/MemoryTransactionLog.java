package io.peerz.ledger.chain;

import io.peerz.proof.id.Address;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** A log for a process that waits for its own transactions and then ends. */
public final class MemoryTransactionLog implements TransactionLog {
  private record Key(Address sender, long nonce) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int bySender = sender.compareTo(other.sender);
      return bySender != 0 ? bySender : Long.compare(nonce, other.nonce);
    }
  }

  private final TreeMap<Key, LoggedTransaction> transactions = new TreeMap<>();

  @Override
  public synchronized List<LoggedTransaction> live(Address sender) {
    return transactions.values().stream()
        .filter(t -> t.sender().equals(sender) && !t.settled())
        .toList();
  }

  @Override
  public synchronized Optional<LoggedTransaction> find(Address sender, String intentId) {
    return transactions.descendingMap().values().stream()
        .filter(t -> t.sender().equals(sender) && t.call().intentId().equals(intentId))
        .findFirst();
  }

  @Override
  public synchronized void put(LoggedTransaction transaction) {
    transactions.put(new Key(transaction.sender(), transaction.nonce()), transaction);
  }

  @Override
  public synchronized void remove(Address sender, long nonce) {
    transactions.remove(new Key(sender, nonce));
  }
}
