package io.peerz.node.jobs;

import io.peerz.node.data.JsonFiles;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Keccak;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Jobs that were prepared for other wallets and perhaps never posted: the newest are kept, one file
 * each, named by the hash of the job's address. Safe for several threads; blocks on the disk.
 */
final class JobDrafts {
  private static final int MOST = 64;

  /** The file holds a record without the two fields that only the chain can give. */
  private record Stored(String uri, JobRecord record) {}

  private final Path folder;

  JobDrafts(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  synchronized void keep(String uri, JobRecord record) {
    JsonFiles.write(file(uri), new Stored(uri, record));
    List<Path> oldestFirst = files();
    for (Path old : oldestFirst.subList(0, Math.max(0, oldestFirst.size() - MOST))) {
      delete(old);
    }
  }

  synchronized Optional<JobRecord> find(String uri) {
    Path file = file(uri);
    return Files.exists(file)
        ? Optional.of(JsonFiles.read(file, Stored.class).record())
        : Optional.empty();
  }

  private Path file(String uri) {
    String name = Keccak.hash(uri.getBytes(StandardCharsets.UTF_8)).hex().substring(2);
    return folder.resolve(name + ".json");
  }

  private List<Path> files() {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(path -> path.toString().endsWith(".json"))
          .sorted(Comparator.comparing(JobDrafts::modified))
          .toList();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private static java.nio.file.attribute.FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private static PeerzException failure(IOException e) {
    return new PeerzException(
        ErrorCode.IO, "cannot use the folder of drafts: " + e.getMessage(), e);
  }
}
