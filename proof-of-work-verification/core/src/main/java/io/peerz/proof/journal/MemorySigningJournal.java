package io.peerz.proof.journal;

import io.peerz.proof.id.Digest;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A journal that forgets at exit: for tests and for keys that live no longer than the process. */
public final class MemorySigningJournal implements SigningJournal {
  private final ConcurrentHashMap<Digest, Entry> entries = new ConcurrentHashMap<>();

  @Override
  public Entry record(Entry entry) {
    Entry stored = entries.putIfAbsent(entry.slotKey(), entry);
    return stored == null ? entry : JournalRule.decide(stored, entry);
  }

  @Override
  public Optional<Entry> find(Digest slotKey) {
    return Optional.ofNullable(entries.get(slotKey));
  }

  @Override
  public void close() {}
}
