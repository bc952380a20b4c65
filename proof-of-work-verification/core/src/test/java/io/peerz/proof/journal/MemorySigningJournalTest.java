package io.peerz.proof.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.journal.SigningJournal.Entry;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemorySigningJournalTest {
  private static final Digest SLOT = Keccak.hash("slot");

  private final SigningJournal journal = new MemorySigningJournal();

  @Test
  void aRetryGetsTheStoredBytes() {
    Entry first = entry("digest", 1);
    assertThat(journal.record(first)).isEqualTo(first);
    assertThat(journal.record(entry("digest", 2))).isEqualTo(first);
    assertThat(journal.find(SLOT)).contains(first);
  }

  @Test
  void aSecondDigestForASlotIsRefusedAndChangesNothing() {
    Entry first = journal.record(entry("digest", 1));
    assertThatThrownBy(() -> journal.record(entry("another", 1)))
        .isInstanceOfSatisfying(
            PeerzException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.EQUIVOCATION_REFUSED));
    assertThat(journal.find(SLOT)).contains(first);
  }

  @Test
  void anUntouchedSlotIsEmpty() {
    assertThat(journal.find(SLOT)).isEmpty();
  }

  @Test
  void ofManyRacersExactlyOneTakesTheSlot() throws Exception {
    AtomicInteger winners = new AtomicInteger();
    try (ExecutorService racers = Executors.newVirtualThreadPerTaskExecutor()) {
      racers.invokeAll(
          IntStream.range(0, 64).<Callable<Void>>mapToObj(i -> () -> race(i, winners)).toList());
    }
    assertThat(winners).hasValue(1);
  }

  @Test
  void anEntryKeepsItsOwnCopyOfThePayload() {
    byte[] payload = {1};
    Entry entry = new Entry(SLOT, SLOT, payload);
    payload[0] = 9;
    entry.payload()[0] = 9;
    assertThat(entry.payload()).containsExactly(1);
  }

  @Test
  void anOversizedPayloadIsRefused() {
    byte[] payload = new byte[SigningJournal.MAX_PAYLOAD_BYTES + 1];
    assertThatThrownBy(() -> new Entry(SLOT, SLOT, payload)).isInstanceOf(PeerzException.class);
  }

  private Void race(int racer, AtomicInteger winners) {
    try {
      journal.record(entry("digest " + racer, racer));
      winners.incrementAndGet();
    } catch (PeerzException refused) {
      assertThat(refused.code()).isEqualTo(ErrorCode.EQUIVOCATION_REFUSED);
    }
    return null;
  }

  private static Entry entry(String digest, int payload) {
    return new Entry(SLOT, Keccak.hash(digest), new byte[] {(byte) payload});
  }
}
