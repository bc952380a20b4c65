package io.peerz.node.data;

import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.journal.SigningJournal.Entry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * A process that signs until it is killed. For each slot it prints what it stands by: what the
 * journal has, or a digest that nobody could guess. For a known slot it also tries to sign another
 * digest, and prints WRONG when the journal lets it.
 */
final class SigningChild {
  private SigningChild() {}

  public static void main(String[] args) {
    SecureRandom random = new SecureRandom();
    try (FileSigningJournal journal = FileSigningJournal.open(Path.of(args[0]))) {
      for (int slot = 0; slot < 1_000_000; slot++) {
        System.out.println(slot + " " + stand(journal, slot, random).hex());
        System.out.flush();
      }
    }
  }

  private static Digest stand(FileSigningJournal journal, int slot, SecureRandom random) {
    Digest slotKey = Keccak.hash(("slot " + slot).getBytes(StandardCharsets.UTF_8));
    byte[] unguessable = new byte[32];
    random.nextBytes(unguessable);
    Entry fresh = new Entry(slotKey, Digest.of(unguessable), unguessable);
    Optional<Entry> known = journal.find(slotKey);
    if (known.isEmpty()) {
      return journal.record(fresh).digest();
    }
    try {
      journal.record(fresh);
      System.out.println("WRONG");
    } catch (PeerzException refused) {
      // as it should be
    }
    return known.get().digest();
  }
}
