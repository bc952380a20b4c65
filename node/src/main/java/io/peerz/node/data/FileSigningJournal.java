package io.peerz.node.data;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.journal.SigningJournal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The signing journal as an append-only file: what a node has signed for a slot is on disk before
 * the signature leaves the process, so a node that was killed can only repeat itself.
 *
 * <p>One record is {@code length(4) crc32(4) slotKey(32) digest(32) payload(length)}, big endian;
 * the CRC covers everything after itself. Appends of several threads share one fsync. A record
 * that a crash cut short is dropped at the next start: its signature never left. Damage anywhere
 * else refuses the file, because forgetting a signature could make an honest node equivocate.
 *
 * <p>Thread-safe. The index (slot to offset) lives in memory, payloads stay on disk.
 */
public final class FileSigningJournal implements SigningJournal {
  static final int HEAD_BYTES = 4 + 4 + 32 + 32;
  private static final int MAX_PAYLOAD_BYTES = 16 * 1024;

  private record Place(Digest digest, long offset, int payloadBytes) {
    long end() {
      return offset + HEAD_BYTES + payloadBytes;
    }
  }

  private final Path file;
  private final FileChannel channel;
  private final FileLock lock;
  private final Map<Digest, Place> places = new HashMap<>();
  private final Object flushLock = new Object();
  private long writtenEnd;
  private long durableEnd;

  private FileSigningJournal(Path file, FileChannel channel, FileLock lock) {
    this.file = file;
    this.channel = channel;
    this.lock = lock;
  }

  /** Opens or creates the journal; a second process on the same file is refused. */
  public static FileSigningJournal open(Path file) {
    SecretFiles.createFolder(file.toAbsolutePath().getParent());
    try {
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      FileSigningJournal journal =
          new FileSigningJournal(file, channel, exclusiveLock(file, channel));
      journal.load();
      return journal;
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private static FileLock exclusiveLock(Path file, FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return lock;
      }
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw inUse(file, e);
    }
    channel.close();
    throw inUse(file, null);
  }

  private static PeerzException inUse(Path file, Throwable cause) {
    return new PeerzException(
        ErrorCode.BUSY,
        "signing journal %s is open in another process; two processes must not sign for one node; stop the other one"
            .formatted(file),
        cause);
  }

  private void load() throws IOException {
    long size = channel.size();
    long offset = 0;
    while (offset < size) {
      Optional<Entry> entry = readAt(offset, size);
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

  /** The record at an offset; empty when a crash cut it short at the end of the file. */
  private Optional<Entry> readAt(long offset, long size) throws IOException {
    if (size - offset < HEAD_BYTES) {
      return Optional.empty();
    }
    ByteBuffer head = read(offset, HEAD_BYTES);
    int payloadBytes = head.getInt();
    int crc = head.getInt();
    boolean plausible = payloadBytes >= 0 && payloadBytes <= MAX_PAYLOAD_BYTES;
    long end = offset + HEAD_BYTES + payloadBytes;
    if (plausible && end > size) {
      return Optional.empty();
    }
    if (plausible) {
      ByteBuffer body = read(offset + 8, HEAD_BYTES - 8 + payloadBytes);
      if (crcOf(body.array()) == crc) {
        return Optional.of(entryOf(body));
      }
    }
    if (end == size || onlyZeros(offset, size)) {
      return Optional.empty();
    }
    throw new PeerzException(
        ErrorCode.IO,
        "signing journal %s is damaged at byte %d; signing on could contradict an earlier signature; restore the file from a backup"
            .formatted(file, offset));
  }

  private static Entry entryOf(ByteBuffer body) {
    byte[] slot = new byte[32];
    byte[] digest = new byte[32];
    byte[] payload = new byte[body.remaining() - 64];
    body.get(slot).get(digest).get(payload);
    return new Entry(Digest.of(slot), Digest.of(digest), payload);
  }

  private boolean onlyZeros(long from, long size) throws IOException {
    ByteBuffer rest = read(from, (int) Math.min(size - from, 1 << 20));
    while (rest.hasRemaining()) {
      if (rest.get() != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Entry record(Entry entry) {
    if (entry.payload().length > MAX_PAYLOAD_BYTES) {
      throw new PeerzException(ErrorCode.BUG, "journal payload is larger than its limit");
    }
    try {
      Place place = append(entry);
      flushTo(place.end());
      return new Entry(entry.slotKey(), place.digest(), payloadOf(place));
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private synchronized Place append(Entry entry) throws IOException {
    Place known = places.get(entry.slotKey());
    if (known != null) {
      if (!known.digest().equals(entry.digest())) {
        throw new PeerzException(
            ErrorCode.EQUIVOCATION_REFUSED,
            "slot %s was signed before with another content; a second signature would be slashed; nothing was signed"
                .formatted(entry.slotKey().shortHex()));
      }
      return known;
    }
    Place place = new Place(entry.digest(), writtenEnd, entry.payload().length);
    ByteBuffer bytes = bytesOf(entry);
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
      if (durableEnd >= end) {
        return;
      }
      long upTo;
      synchronized (this) {
        upTo = writtenEnd;
      }
      channel.force(false);
      durableEnd = upTo;
    }
  }

  @Override
  public Optional<Entry> find(Digest slotKey) {
    Place place;
    synchronized (this) {
      place = places.get(slotKey);
    }
    if (place == null) {
      return Optional.empty();
    }
    try {
      flushTo(place.end());
      return Optional.of(new Entry(slotKey, place.digest(), payloadOf(place)));
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  @Override
  public void close() {
    try {
      lock.release();
      channel.close();
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private byte[] payloadOf(Place place) throws IOException {
    return read(place.offset() + HEAD_BYTES, place.payloadBytes()).array();
  }

  private ByteBuffer read(long offset, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, offset + bytes.position()) < 0) {
        throw new IOException("unexpected end of file");
      }
    }
    return bytes.flip();
  }

  private static ByteBuffer bytesOf(Entry entry) {
    ByteBuffer bytes = ByteBuffer.allocate(HEAD_BYTES + entry.payload().length);
    bytes.putInt(entry.payload().length).putInt(0);
    bytes.put(entry.slotKey().bytes()).put(entry.digest().bytes()).put(entry.payload());
    CRC32 crc = new CRC32();
    crc.update(bytes.array(), 8, bytes.capacity() - 8);
    bytes.putInt(4, (int) crc.getValue());
    return bytes.flip();
  }

  private static int crcOf(byte[] body) {
    CRC32 crc = new CRC32();
    crc.update(body);
    return (int) crc.getValue();
  }

  private static PeerzException failure(Path file, IOException e) {
    return new PeerzException(
        ErrorCode.IO,
        "signing journal %s: %s; the node stops signing until the disk is well"
            .formatted(file, e.getMessage()),
        e);
  }
}
