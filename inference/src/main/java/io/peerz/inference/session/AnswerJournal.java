package io.peerz.inference.session;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Answers under way, a file each, so that a client that is killed goes on where it was when it asks
 * the same again: nobody computes or is paid for those tokens twice. The name of a file is the hash
 * of all that the answer follows from, so its tokens can only be those that would be drawn again.
 * Nothing waits for the disk: tokens that a power cut takes are drawn again. Thread-safe.
 */
public final class AnswerJournal {
  private static final int MOST_FILES = 256;
  private static final Duration KEPT = Duration.ofDays(1);

  private final Path folder;
  private final Set<Path> underWay = new HashSet<>();

  private AnswerJournal(Path folder) {
    this.folder = folder;
  }

  /** Opens or creates the folder, and forgets answers that nobody asked for again in a day. */
  public static AnswerJournal open(Path folder) {
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      forgetOld(folder);
      return new AnswerJournal(folder);
    } catch (IOException e) {
      throw cannot("open", folder, e);
    }
  }

  /** Begins an answer or finds it again; empty while the same one is under way. */
  public Optional<Draft> begin(GenerationRequest request) {
    Path file = folder.resolve(nameOf(request));
    synchronized (this) {
      if (underWay.size() >= MOST_FILES || !underWay.add(file)) {
        return Optional.empty();
      }
    }
    try {
      return Optional.of(new Draft(file, request.sampling().maxTokens()));
    } catch (RuntimeException e) {
      release(file);
      throw e;
    }
  }

  private synchronized void release(Path file) {
    underWay.remove(file);
  }

  /** Whatever decides which tokens are drawn. */
  private static String nameOf(GenerationRequest request) {
    List<Integer> stops = request.stopTokens().stream().sorted().toList();
    byte[] adapter =
        request
            .adapter()
            .map(ref -> ref.toString().getBytes(StandardCharsets.UTF_8))
            .orElse(new byte[0]);
    Digest name =
        Keccak.hash(
            request.modelId().bytes(),
            bytes(request.prompt()),
            request.sampling().hash().bytes(),
            bytes(stops),
            adapter);
    return name.hex().substring(2);
  }

  /** The number of values and the values. */
  private static byte[] bytes(List<Integer> values) {
    ByteBuffer out = ByteBuffer.allocate(Integer.BYTES * (1 + values.size()));
    out.putInt(values.size());
    values.forEach(out::putInt);
    return out.array();
  }

  private static void forgetOld(Path folder) throws IOException {
    FileTime oldest = FileTime.from(Instant.now().minus(KEPT));
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (Files.getLastModifiedTime(file).compareTo(oldest) < 0) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static PeerzException cannot(String what, Path file, IOException e) {
    return new PeerzException(
        ErrorCode.IO,
        "cannot %s the answers under way in %s: %s; check its folder and free space"
            .formatted(what, file, e.getMessage()),
        e);
  }

  /** One answer under way. Owned by its session's thread. */
  public final class Draft implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;
    private final List<Integer> earlier = new ArrayList<>();
    private boolean done;

    private Draft(Path file, int mostTokens) {
      this.file = file;
      try {
        this.channel =
            FileChannel.open(
                file,
                Set.of(
                    StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        read(mostTokens);
      } catch (IOException e) {
        throw cannot("read", file, e);
      }
    }

    /** Tokens that were drawn before, at least one fewer than the answer may have. */
    public List<Integer> earlier() {
      return List.copyOf(earlier);
    }

    /** The next token. */
    public void add(int token) {
      try {
        channel.write(ByteBuffer.allocate(Integer.BYTES).putInt(token).flip());
      } catch (IOException e) {
        throw cannot("write", file, e);
      }
    }

    /** The answer ended: nobody needs to go on with it. */
    public void done() {
      done = true;
    }

    @Override
    public void close() {
      try {
        channel.close();
        if (done) {
          Files.deleteIfExists(file);
        }
      } catch (IOException e) {
        throw cannot("close", file, e);
      } finally {
        release(file);
      }
    }

    /** A last token that was cut short is left out. */
    private void read(int mostTokens) throws IOException {
      long kept = Math.min(channel.size() / Integer.BYTES, mostTokens - 1L);
      ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(kept) * Integer.BYTES);
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        // reads what the file has
      }
      bytes.flip();
      while (bytes.remaining() >= Integer.BYTES) {
        earlier.add(bytes.getInt());
      }
      truncate();
    }

    private void truncate() {
      try {
        channel.truncate((long) earlier.size() * Integer.BYTES);
        channel.position(channel.size());
      } catch (IOException e) {
        throw cannot("write", file, e);
      }
    }
  }
}
