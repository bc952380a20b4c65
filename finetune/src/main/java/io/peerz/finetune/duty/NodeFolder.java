package io.peerz.finetune.duty;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a node keeps what it must remember of its jobs: one folder per job, one per round in it.
 */
public final class NodeFolder {
  private final Path root;

  public NodeFolder(Path root) {
    this.root = root;
  }

  Path job(Digest jobId) {
    return root.resolve(jobId.hex().substring(2));
  }

  StepJournal steps(RoundNow now, String duty) {
    return new StepJournal(job(now.jobId()).resolve("round-" + now.round()).resolve(duty));
  }

  /** Jobs that this node has begun anything for. */
  List<Digest> jobs() {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(root)) {
      return folders.map(folder -> Digest.ofHex("0x" + folder.getFileName())).sorted().toList();
    } catch (IOException e) {
      throw new PeerzException(ErrorCode.IO, "cannot list " + root + ": " + e.getMessage(), e);
    }
  }
}
