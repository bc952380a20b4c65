package io.peerz.node.data;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.journal.JournalRule;
import io.peerz.proof.journal.SigningJournal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The signing journal as an append-only file: what a node has signed for a slot is on disk before
 * the signature leaves the process, so a node that was killed can only repeat itself.
 *
 * <p>Appends of several threads share one fsync. A record that a crash cut short is dropped at the
 * next start: its signature never left. Damage anywhere else refuses the file, because forgetting a
 * signature could make an honest node equivocate. After a failed fsync nobody knows what is on
 * disk, so the journal refuses all further work until it is opened anew.
 *
 * <p>Thread-safe. The index (slot to offset) lives in memory, payloads stay on disk.
 */
public final class FileSigningJournal implements SigningJournal {
  private record Place(Digest digest, long offset, int payloadBytes) {
    long end() {
      return offset + JournalRecord.sizeOf(payloadBytes);
    }
  }

  private final Path file;
  private final FileChannel channel;
  private final Map<Digest, Place> places = new HashMap<>();
  private final Object flushLock = new Object();
  private long writtenEnd;
  private long durableEnd;
  private boolean flushFailed;

  private FileSigningJournal(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Opens or creates the journal; a second process on the same file is refused. */
  public static FileSigningJournal open(Path file) {
    Path folder = SecretFiles.createFolder(file.toAbsolutePath().getParent());
    try {
      FileSigningJournal journal = new FileSigningJournal(file, channelOf(file));
      journal.lockAndLoad();
      SecretFiles.syncFolder(folder);
      return journal;
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private static FileChannel channelOf(Path file) throws IOException {
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
        SecretFiles.fileMode());
  }

  private void lockAndLoad() throws IOException {
    try {
      lock();
      load();
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** The lock lives as long as the channel. */
  private void lock() throws IOException {
    try {
      if (channel.tryLock() != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      // held by another journal of this process: answered below like one of another process
    }
    throw new PeerzException(
        ErrorCode.BUSY,
        "signing journal %s is open in another process; two processes must not sign for one node; stop the other one"
            .formatted(file));
  }

  private void load() throws IOException {
    long size = channel.size();
    long offset = 0;
    while (offset < size) {
      Optional<Entry> entry = JournalRecord.read(channel, offset, size);
      if (entry.isEmpty()) {
        break;
      }
      Place place = new Place(entry.get().digest(), offset, entry.get().payload().length);
      places.put(entry.get().slotKey(), place);
      offset = place.end();
    }
    channel.truncate(offset);
    channel.force(true);
    writtenEnd = offset;
    durableEnd = offset;
  }

  @Override
  public Entry record(Entry entry) {
    try {
      Place place = append(entry);
      flushTo(place.end());
      return stored(entry.slotKey(), place);
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private synchronized Place append(Entry entry) throws IOException {
    Place known = places.get(entry.slotKey());
    if (known != null) {
      JournalRule.decide(new Entry(entry.slotKey(), known.digest(), new byte[0]), entry);
      return known;
    }
    Place place = new Place(entry.digest(), writtenEnd, entry.payload().length);
    ByteBuffer bytes = JournalRecord.encode(entry);
    while (bytes.hasRemaining()) {
      channel.write(bytes, writtenEnd + bytes.position());
    }
    writtenEnd = place.end();
    places.put(entry.slotKey(), place);
    return place;
  }

  /** Returns once everything up to {@code end} is on disk; one fsync serves all waiting threads. */
  private void flushTo(long end) throws IOException {
    synchronized (flushLock) {
      if (flushFailed) {
        throw new IOException("an earlier write did not reach the disk");
      }
      if (durableEnd >= end) {
        return;
      }
      long upTo = writtenEnd();
      flushFailed = true;
      channel.force(false);
      flushFailed = false;
      durableEnd = upTo;
    }
  }

  private synchronized long writtenEnd() {
    return writtenEnd;
  }

  @Override
  public Optional<Entry> find(Digest slotKey) {
    Place place = placeOf(slotKey);
    if (place == null) {
      return Optional.empty();
    }
    try {
      flushTo(place.end());
      return Optional.of(stored(slotKey, place));
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private synchronized Place placeOf(Digest slotKey) {
    return places.get(slotKey);
  }

  private Entry stored(Digest slotKey, Place place) throws IOException {
    long payload = place.offset() + JournalRecord.PAYLOAD_OFFSET;
    byte[] bytes = JournalRecord.readFully(channel, payload, place.payloadBytes()).array();
    return new Entry(slotKey, place.digest(), bytes);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private static PeerzException failure(Path file, IOException e) {
    return new PeerzException(
        ErrorCode.IO,
        "signing journal %s: %s; nothing was signed; check the disk, then start the node again"
            .formatted(file, e.getMessage()),
        e);
  }
}
