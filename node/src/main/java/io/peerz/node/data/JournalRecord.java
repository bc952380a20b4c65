package io.peerz.node.data;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.journal.SigningJournal;
import io.peerz.proof.journal.SigningJournal.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * One record of the signing journal: {@code length(4) ~length(4) slotKey(32) digest(32)
 * payload(length) crc32(4) end(1)}, big endian; the CRC covers everything before itself.
 *
 * <p>Two things tell a record that a crash cut short from one that was damaged later. The repeated
 * length: a damaged length would otherwise look like a long record without its end, and drop what
 * follows. The end, which is not zero: where it arrived, all of the record had arrived.
 */
final class JournalRecord {
  private static final int LENGTHS = 4 + 4;
  private static final int DIGESTS = 32 + 32;
  private static final int CRC = 4;
  private static final byte END = 0x5a;
  static final int PAYLOAD_OFFSET = LENGTHS + DIGESTS;

  private JournalRecord() {}

  static int sizeOf(int payloadBytes) {
    return PAYLOAD_OFFSET + payloadBytes + CRC + 1;
  }

  static ByteBuffer encode(Entry entry) {
    byte[] payload = entry.payload();
    ByteBuffer bytes = ByteBuffer.allocate(sizeOf(payload.length));
    bytes.putInt(payload.length).putInt(~payload.length);
    bytes.put(entry.slotKey().bytes()).put(entry.digest().bytes()).put(payload);
    return bytes.putInt(crcBefore(bytes)).put(END).flip();
  }

  /** CRC of everything before the buffer's position. */
  private static int crcBefore(ByteBuffer bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes.duplicate().flip());
    return (int) crc.getValue();
  }

  /**
   * The record at an offset; empty when a crash cut it short at the end of the file. Damage of any
   * other shape is an error.
   */
  static Optional<Entry> read(FileChannel file, long offset, long size) throws IOException {
    if (size - offset < LENGTHS) {
      return Optional.empty();
    }
    ByteBuffer lengths = readFully(file, offset, LENGTHS);
    int payloadBytes = lengths.getInt();
    boolean sane =
        payloadBytes == ~lengths.getInt()
            && payloadBytes >= 0
            && payloadBytes <= SigningJournal.MAX_PAYLOAD_BYTES;
    if (!sane) {
      return cutShort(file, offset + LENGTHS - 1, offset, size);
    }
    long end = offset + sizeOf(payloadBytes);
    if (end > size) {
      return Optional.empty();
    }
    ByteBuffer bytes = readFully(file, offset, sizeOf(payloadBytes));
    bytes.position(PAYLOAD_OFFSET + payloadBytes);
    if (crcBefore(bytes) != bytes.getInt() || bytes.get() != END) {
      return cutShort(file, end - 1, offset, size);
    }
    return Optional.of(entryOf(bytes.position(LENGTHS).limit(PAYLOAD_OFFSET + payloadBytes)));
  }

  private static Entry entryOf(ByteBuffer body) {
    byte[] slotKey = new byte[Digest.LENGTH];
    byte[] digest = new byte[Digest.LENGTH];
    body.get(slotKey).get(digest);
    byte[] payload = new byte[body.remaining()];
    body.get(payload);
    return new Entry(Digest.of(slotKey), Digest.of(digest), payload);
  }

  /**
   * A power cut may leave blocks of zeros where the file grew and its content did not arrive. That
   * is the only wrong content a crash explains.
   */
  private static Optional<Entry> cutShort(FileChannel file, long zerosFrom, long offset, long size)
      throws IOException {
    if (onlyZeros(file, zerosFrom, size)) {
      return Optional.empty();
    }
    throw new PeerzException(
        ErrorCode.IO,
        "the signing journal is damaged at byte %d; signing on could contradict an earlier signature and cost the stake; restore the file from a backup"
            .formatted(offset));
  }

  private static boolean onlyZeros(FileChannel file, long from, long size) throws IOException {
    for (long at = from; at < size; at += 1 << 16) {
      ByteBuffer part = readFully(file, at, (int) Math.min(size - at, 1 << 16));
      while (part.hasRemaining()) {
        if (part.get() != 0) {
          return false;
        }
      }
    }
    return true;
  }

  static ByteBuffer readFully(FileChannel file, long offset, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (file.read(bytes, offset + bytes.position()) < 0) {
        throw new IOException("unexpected end of file");
      }
    }
    return bytes.flip();
  }
}
