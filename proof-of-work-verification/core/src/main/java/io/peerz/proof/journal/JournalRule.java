package io.peerz.proof.journal;

import static io.peerz.proof.error.ErrorCode.EQUIVOCATION_REFUSED;

import io.peerz.proof.error.PeerzException;
import io.peerz.proof.journal.SigningJournal.Entry;

/** One slot, one digest: the decision that every journal implementation shares. */
public final class JournalRule {
  private JournalRule() {}

  /** Returns the stored entry for a retry of it, and refuses everything else. */
  public static Entry decide(Entry stored, Entry wanted) {
    if (stored.digest().equals(wanted.digest())) {
      return stored;
    }
    throw new PeerzException(
        EQUIVOCATION_REFUSED,
        "slot "
            + stored.slotKey().shortHex()
            + " already signed "
            + stored.digest().shortHex()
            + "; signing "
            + wanted.digest().shortHex()
            + " as well would cost the whole stake");
  }
}
