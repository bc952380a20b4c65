package io.peerz.node.jobs;

import io.peerz.node.data.JsonFiles;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The records of submitted jobs, one file each. Safe for several threads; blocks on the disk. */
final class JobRecords {
  private final Path folder;

  JobRecords(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  synchronized void write(JobRecord record) {
    JsonFiles.write(folder.resolve(record.id() + ".json"), record);
  }

  /** All records, newest first. */
  synchronized List<JobRecord> all() {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .map(file -> JsonFiles.read(file, JobRecord.class))
          .sorted(
              Comparator.comparingLong(JobRecord::createdAtSeconds)
                  .reversed()
                  .thenComparing(JobRecord::jobId))
          .toList();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  JobRecord get(String id) {
    return all().stream()
        .filter(record -> record.id().equals(id) || record.jobId().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new PeerzException(
                    ErrorCode.NOT_FOUND,
                    "no job '%s' was submitted here; GET /v1/fine_tuning/jobs lists them"
                        .formatted(id)));
  }

  Optional<JobRecord> withKey(String idempotencyKey) {
    return idempotencyKey.isEmpty()
        ? Optional.empty()
        : all().stream()
            .filter(record -> record.idempotencyKey().equals(idempotencyKey))
            .findFirst();
  }

  private PeerzException failure(IOException e) {
    return new PeerzException(
        ErrorCode.IO, "cannot use %s: %s".formatted(folder, e.getMessage()), e);
  }
}
