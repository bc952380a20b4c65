package io.peerz.proof.journal;

import static io.peerz.proof.error.ErrorCode.BUG;

import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * Remembers what a key signed, so that it never signs two different digests for one slot, across
 * crashes and restarts. Record first, then let the signature leave the process. Blocking and safe
 * for use by several threads; call it on a virtual thread, never on an event loop.
 */
public interface SigningJournal extends AutoCloseable {
  /** Longest payload an entry may carry. */
  int MAX_PAYLOAD_BYTES = 16 * 1024;

  /**
   * Records an entry; when this returns it survives a crash.
   *
   * <p>If the slot already holds the same digest, the stored entry comes back, so a retry re-sends
   * the very same bytes. If it holds another digest, this fails with {@code EQUIVOCATION_REFUSED}
   * and nothing changes.
   */
  Entry record(Entry entry);

  Optional<Entry> find(Digest slotKey);

  @Override
  void close();

  /** One slot taken. A class and not a record, because a record cannot guard its array. */
  final class Entry {
    private final Digest slotKey;
    private final Digest digest;
    private final byte[] payload;

    /**
     * Takes a copy of the payload.
     *
     * @param slotKey which statement this is, for instance {@code InferenceReceipt.slotKey()}
     * @param digest what was signed
     * @param payload what to send again on a retry, at most {@link #MAX_PAYLOAD_BYTES}
     */
    public Entry(Digest slotKey, Digest digest, byte[] payload) {
      Require.range(BUG, "journal payload length", payload.length, 0, MAX_PAYLOAD_BYTES);
      this.slotKey = Objects.requireNonNull(slotKey);
      this.digest = Objects.requireNonNull(digest);
      this.payload = payload.clone();
    }

    public Digest slotKey() {
      return slotKey;
    }

    public Digest digest() {
      return digest;
    }

    public byte[] payload() {
      return payload.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Entry entry
          && slotKey.equals(entry.slotKey)
          && digest.equals(entry.digest)
          && Arrays.equals(payload, entry.payload);
    }

    @Override
    public int hashCode() {
      return Objects.hash(slotKey, digest, Arrays.hashCode(payload));
    }

    @Override
    public String toString() {
      return "Entry[slot " + slotKey.shortHex() + ", digest " + digest.shortHex() + "]";
    }
  }
}
