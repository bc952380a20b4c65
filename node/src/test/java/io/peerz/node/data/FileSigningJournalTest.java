package io.peerz.node.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.journal.SigningJournal.Entry;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSigningJournalTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void place() {
    file = folder.resolve("journal.bin");
  }

  @Test
  void aRetryGetsTheStoredBytesAlsoAfterARestart() {
    try (FileSigningJournal journal = FileSigningJournal.open(file)) {
      assertThat(journal.record(entry(1, "a"))).isEqualTo(entry(1, "a"));
      Entry retry = new Entry(entry(1, "a").slotKey(), entry(1, "a").digest(), new byte[] {9});
      assertThat(journal.record(retry)).isEqualTo(entry(1, "a"));
    }
    try (FileSigningJournal journal = FileSigningJournal.open(file)) {
      assertThat(journal.find(entry(1, "a").slotKey())).contains(entry(1, "a"));
      assertThat(journal.find(entry(2, "a").slotKey())).isEmpty();
    }
  }

  @Test
  void aSecondDigestForASlotIsRefusedAndChangesNothing() throws IOException {
    write(entry(1, "a"));
    byte[] before = Files.readAllBytes(file);
    try (FileSigningJournal journal = FileSigningJournal.open(file)) {
      assertThatThrownBy(() -> journal.record(entry(1, "b")))
          .isInstanceOfSatisfying(
              PeerzException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.EQUIVOCATION_REFUSED));
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void aRecordCutShortAtAnyByteIsDroppedAndTheRestIsKept() throws IOException {
    write(entry(1, "a"), entry(2, "bb"), entry(3, "ccc"));
    byte[] whole = Files.readAllBytes(file);
    int lastRecord = JournalRecord.sizeOf(3);
    for (int cut = 1; cut <= lastRecord; cut++) {
      Files.write(file, Arrays.copyOf(whole, whole.length - cut));
      assertOnlyTheThirdIsMissing("cut " + cut);
    }
  }

  @Test
  void aRecordOfWhichOnlyZerosArrivedFromAnyByteOnIsDropped() throws IOException {
    write(entry(1, "a"), entry(2, "bb"), entry(3, "ccc"));
    byte[] whole = Files.readAllBytes(file);
    int lastRecord = JournalRecord.sizeOf(3);
    for (int lost = 5; lost <= lastRecord; lost++) {
      byte[] zeroed = Arrays.copyOf(whole, whole.length + 100);
      Arrays.fill(zeroed, whole.length - lost, whole.length, (byte) 0);
      if (lost == lastRecord - 4) {
        continue; // the length arrived and its repetition did not: looks like damage, and is
        // refused
      }
      Files.write(file, zeroed);
      assertOnlyTheThirdIsMissing("lost " + lost);
    }
  }

  private void assertOnlyTheThirdIsMissing(String what) {
    try (FileSigningJournal journal = FileSigningJournal.open(file)) {
      assertThat(journal.find(entry(1, "a").slotKey())).as(what).isPresent();
      assertThat(journal.find(entry(2, "bb").slotKey())).as(what).isPresent();
      assertThat(journal.find(entry(3, "ccc").slotKey())).as(what).isEmpty();
      assertThat(journal.record(entry(3, "other"))).as(what).isEqualTo(entry(3, "other"));
    }
  }

  @Test
  void anyDamagedByteOfAWholeRecordRefusesTheFileAndLeavesItAsItWas() throws IOException {
    write(entry(1, "a"), entry(2, "bb"), entry(3, "ccc"));
    byte[] whole = Files.readAllBytes(file);
    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x10;
      Files.write(file, damaged);
      assertThat(catchThrowable(() -> FileSigningJournal.open(file).close()))
          .as("byte " + at)
          .isInstanceOf(PeerzException.class)
          .hasMessageContaining("damaged at byte");
      assertThat(Files.readAllBytes(file)).isEqualTo(damaged);
    }
  }

  @Test
  void aSecondJournalOnTheSameFileIsRefused() {
    try (FileSigningJournal first = FileSigningJournal.open(file)) {
      first.record(entry(1, "a"));
      assertThatThrownBy(() -> FileSigningJournal.open(file))
          .isInstanceOfSatisfying(
              PeerzException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BUSY));
    }
  }

  @Test
  void threadsThatRecordTogetherAllFindTheirEntriesAfterARestart() throws Exception {
    int threads = 8;
    int each = 40;
    try (FileSigningJournal journal = FileSigningJournal.open(file);
        ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      CountDownLatch together = new CountDownLatch(threads);
      for (Future<?> done :
          IntStream.range(0, threads)
              .mapToObj(thread -> pool.submit(() -> recordRange(journal, together, thread, each)))
              .toList()) {
        done.get();
      }
    }
    try (FileSigningJournal journal = FileSigningJournal.open(file)) {
      for (int slot = 0; slot < threads * each; slot++) {
        assertThat(journal.find(entry(slot, "p" + slot).slotKey()))
            .contains(entry(slot, "p" + slot));
      }
    }
  }

  private static void recordRange(
      FileSigningJournal journal, CountDownLatch together, int thread, int each) {
    together.countDown();
    for (int i = 0; i < each; i++) {
      int slot = thread * each + i;
      journal.record(entry(slot, "p" + slot));
    }
  }

  @Test
  void theFileIsReadableByItsOwnerOnly() throws IOException {
    write(entry(1, "a"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void aHugeLengthAllocatesNothingAndIsDamage() throws IOException {
    write(entry(1, "a"));
    try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
      raw.writeInt(Integer.MAX_VALUE);
      raw.writeInt(~Integer.MAX_VALUE);
    }
    assertThatThrownBy(() -> FileSigningJournal.open(file)).hasMessageContaining("damaged");
  }

  private void write(Entry... entries) {
    try (FileSigningJournal journal = FileSigningJournal.open(file)) {
      for (Entry entry : entries) {
        journal.record(entry);
      }
    }
  }

  private static Entry entry(int slot, String content) {
    byte[] payload = content.getBytes(StandardCharsets.UTF_8);
    Digest slotKey = Keccak.hash(("slot " + slot).getBytes(StandardCharsets.UTF_8));
    return new Entry(slotKey, Keccak.hash(payload), payload);
  }
}
