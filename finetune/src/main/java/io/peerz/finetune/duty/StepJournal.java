package io.peerz.finetune.duty;

import io.peerz.finetune.blob.DurableFiles;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Steps of one duty in one round, each a file that is whole or absent. A step that was recorded is
 * never taken again: its result is read back, so a node that was killed repeats itself to the byte.
 */
final class StepJournal {
  private final Path folder;

  StepJournal(Path folder) {
    this.folder = folder;
  }

  Optional<byte[]> find(String step) {
    return DurableFiles.read(folder.resolve(step));
  }

  /** The recorded result, or else that of {@code work}, which is on disk before this returns. */
  byte[] once(String step, Supplier<byte[]> work) {
    Optional<byte[]> recorded = find(step);
    if (recorded.isPresent()) {
      return recorded.get();
    }
    byte[] result = work.get();
    DurableFiles.write(folder.resolve(step), result);
    return result;
  }
}
