package io.peerz.node.jobs;

import io.peerz.finetune.data.JsonlLimits;
import io.peerz.finetune.data.JsonlReader;
import io.peerz.finetune.data.TrainingExample;
import io.peerz.node.data.JsonFiles;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Uploaded data sets on disk, each read line by line before it is taken. Blocks on the disk; safe
 * for several threads.
 */
public final class FileShelf {
  /** Enough for a million short conversations, and what one upload may fill a disk with. */
  public static final JsonlLimits LIMITS = new JsonlLimits(64 << 20, 1 << 20, 1_000_000);

  private static final int MOST_FILES = 1000;
  private static final int ID_BYTES = 12;
  private static final String PURPOSE = "fine-tune";

  private final Path folder;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  public FileShelf(Path folder, InstantSource clock) {
    this.folder = folder;
    this.clock = clock;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw failure("create", folder, e);
    }
  }

  /** Checks every line of {@code upload} and keeps it; a fault names its line. */
  public synchronized UploadedFile put(Path upload, String filename, String purpose) {
    Require.that(
        purpose.equals(PURPOSE),
        ErrorCode.BAD_REQUEST,
        "purpose '%s' is not served; use fine-tune".formatted(purpose));
    Require.that(
        list().size() < MOST_FILES,
        ErrorCode.BAD_REQUEST,
        "%d files are kept already; delete some".formatted(MOST_FILES));
    int examples = read(upload).size();
    byte[] name = new byte[ID_BYTES];
    random.nextBytes(name);
    UploadedFile file =
        new UploadedFile(
            "file-" + HexFormat.of().formatHex(name),
            filename,
            purpose,
            size(upload),
            examples,
            clock.instant().getEpochSecond());
    try {
      Files.copy(upload, data(file.id()), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw failure("write", data(file.id()), e);
    }
    JsonFiles.write(description(file.id()), file);
    return file;
  }

  public UploadedFile get(String id) {
    UploadedFile.requireId(id);
    if (!Files.exists(description(id))) {
      throw new PeerzException(
          ErrorCode.NOT_FOUND, "no file '%s'; GET /v1/files lists them".formatted(id));
    }
    return JsonFiles.read(description(id), UploadedFile.class);
  }

  /** All files, newest first. */
  public List<UploadedFile> list() {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(path -> path.toString().endsWith(".json"))
          .map(path -> JsonFiles.read(path, UploadedFile.class))
          .sorted(
              Comparator.comparingLong(UploadedFile::createdAtSeconds)
                  .reversed()
                  .thenComparing(UploadedFile::id))
          .toList();
    } catch (IOException e) {
      throw failure("list", folder, e);
    }
  }

  /** Where a file's bytes lie. */
  public Path content(String id) {
    get(id);
    return data(id);
  }

  /** The examples of a file, read anew. */
  public List<TrainingExample> examples(String id) {
    return read(content(id));
  }

  public synchronized void delete(String id) {
    get(id);
    try {
      Files.deleteIfExists(description(id));
      Files.deleteIfExists(data(id));
    } catch (IOException e) {
      throw failure("delete", data(id), e);
    }
  }

  /** Reads a data set with the limits of an upload. */
  public static List<TrainingExample> read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return JsonlReader.read(in, LIMITS);
    } catch (IOException e) {
      throw failure("read", file, e);
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw failure("read", file, e);
    }
  }

  private Path data(String id) {
    return folder.resolve(id + ".jsonl");
  }

  private Path description(String id) {
    return folder.resolve(id + ".json");
  }

  private static PeerzException failure(String verb, Path path, IOException e) {
    return new PeerzException(
        ErrorCode.IO, "cannot %s %s: %s".formatted(verb, path, e.getMessage()), e);
  }
}
