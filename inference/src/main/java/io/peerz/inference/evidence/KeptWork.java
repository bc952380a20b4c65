package io.peerz.inference.evidence;

import io.peerz.proof.encode.Domain;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import io.peerz.proof.receipt.InferenceReceipt;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongPredicate;
import java.util.stream.Stream;

/**
 * Kept chunks as files: one folder per session and layer range, one file per receipt, named by the
 * receipt's epoch and digest. A file that a crash cut short is as good as missing: its receipt
 * never left. Thread-safe; blocks for the disk.
 */
public final class KeptWork implements WorkKeeper {
  private static final String SUFFIX = ".chunk";

  /** A session that goes on after a pause still needs its beginning. */
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);

  private final Path folder;
  private final Domain ledger;
  private final long maxBytes;
  private final Map<Digest, Path> places = new ConcurrentHashMap<>();
  private final Set<Digest> released = ConcurrentHashMap.newKeySet();
  private long bytes;

  private KeptWork(Path folder, Domain ledger, long maxBytes) {
    this.folder = folder;
    this.ledger = ledger;
    this.maxBytes = maxBytes;
  }

  /**
   * Opens the folder, or makes it.
   *
   * @param ledger the domain in which receipts are signed
   * @param maxBytes beyond this nothing is kept, and so nothing is signed
   */
  public static KeptWork open(Path folder, Domain ledger, long maxBytes) {
    KeptWork work = new KeptWork(folder, ledger, maxBytes);
    try {
      Files.createDirectories(folder);
      for (Path session : sessions(folder)) {
        work.register(session);
      }
    } catch (IOException e) {
      throw failed(folder, e);
    }
    return work;
  }

  private void register(Path session) throws IOException {
    for (Path file : chunks(session)) {
      bytes += Files.size(file);
      places.put(digestOf(file), file);
    }
  }

  @Override
  public void keep(KeptChunk chunk) {
    InferenceReceipt receipt = chunk.receipt();
    Digest digest = ledger.digestOf(receipt.structHash());
    if (find(digest).isPresent()) {
      return;
    }
    byte[] encoded = KeptChunkCodec.encode(chunk);
    reserve(encoded.length);
    Path session =
        folder.resolve(
            "%s-%d-%d"
                .formatted(receipt.sessionId().hex(), receipt.layerStart(), receipt.layerEnd()));
    Path file = session.resolve(receipt.epoch() + "-" + digest.hex() + SUFFIX);
    try {
      Files.createDirectories(session);
      write(file, encoded);
    } catch (IOException e) {
      throw failed(file, e);
    }
    places.put(digest, file);
  }

  private synchronized void reserve(int length) {
    Require.that(
        bytes + length <= maxBytes,
        ErrorCode.BUSY,
        "the work kept for audits fills its %d MiB; wait until old epochs are over"
            .formatted(maxBytes >> 20));
    bytes += length;
  }

  private static void write(Path file, byte[] encoded) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer rest = ByteBuffer.wrap(encoded);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(false);
    }
  }

  /** What was kept for a receipt; empty if nothing was, or if the file is not whole. */
  public Optional<KeptChunk> find(Digest digest) {
    return bytesOf(digest)
        .flatMap(KeptWork::decoded)
        .filter(chunk -> ledger.digestOf(chunk.receipt().structHash()).equals(digest));
  }

  /** The same as it lies on disk. */
  Optional<byte[]> bytesOf(Digest digest) {
    Path file = places.get(digest);
    if (file == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readAllBytes(file));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<KeptChunk> decoded(byte[] file) {
    try {
      return Optional.of(KeptChunkCodec.decode(file));
    } catch (PeerzException cutShort) {
      return Optional.empty();
    }
  }

  /**
   * From now on strangers may see the work of a private session: its requester, who alone could,
   * took it to a jury. Not remembered over a restart.
   */
  public void release(Work work) {
    work.session().forEach(chunk -> released.add(ledger.digestOf(chunk.receipt().structHash())));
  }

  /** What a stranger may see of a receipt. */
  Optional<KeptChunk> shown(Digest digest) {
    return find(digest).filter(chunk -> chunk.receipt().auditable() || released.contains(digest));
  }

  /** The chunk of a receipt with its session until there; empty if a part of it is missing. */
  public Optional<Work> work(Digest digest) {
    return Work.collect(digest, ledger, this::find);
  }

  /** Forgets the sessions about which nobody can ask any more. */
  public void forget(LongPredicate epochIsOver) {
    Instant now = Instant.now();
    try {
      for (Path session : sessions(folder)) {
        List<Path> files = chunks(session);
        long newest = files.stream().mapToLong(KeptWork::epochOf).max().orElse(0);
        boolean rests =
            Files.getLastModifiedTime(session).toInstant().plus(LONGEST_PAUSE).isBefore(now);
        if (rests && epochIsOver.test(newest)) {
          delete(session, files);
        }
      }
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  private void delete(Path session, List<Path> files) throws IOException {
    for (Path file : files) {
      places.remove(digestOf(file));
      released.remove(digestOf(file));
      long size = Files.size(file);
      Files.delete(file);
      synchronized (this) {
        bytes -= size;
      }
    }
    Files.delete(session);
  }

  private static List<Path> sessions(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isDirectory).toList();
    }
  }

  private static List<Path> chunks(Path session) throws IOException {
    try (Stream<Path> all = Files.list(session)) {
      return all.filter(file -> file.toString().endsWith(SUFFIX)).toList();
    }
  }

  private static long epochOf(Path file) {
    String name = file.getFileName().toString();
    return Long.parseLong(name.substring(0, name.indexOf('-')));
  }

  private static Digest digestOf(Path file) {
    String name = file.getFileName().toString();
    return Digest.ofHex(name.substring(name.indexOf('-') + 1, name.length() - SUFFIX.length()));
  }

  private static PeerzException failed(Path file, IOException e) {
    return new PeerzException(
        ErrorCode.IO,
        "cannot keep work in %s: %s; nothing was signed; check the disk"
            .formatted(file, e.getMessage()),
        e);
  }
}
