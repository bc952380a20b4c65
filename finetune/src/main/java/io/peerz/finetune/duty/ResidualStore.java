package io.peerz.finetune.duty;

import io.peerz.finetune.blob.DurableFiles;
import io.peerz.finetune.update.ErrorFeedback;
import io.peerz.proof.commit.RowTree;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the encoding of a node's updates has left out so far, one file per round: training a round
 * again after a kill starts from the same residual as before it.
 */
final class ResidualStore {
  private final Path folder;

  ResidualStore(Path jobFolder) {
    this.folder = jobFolder.resolve("residuals");
  }

  /** The residual that the latest round before {@code round} left. */
  ErrorFeedback before(int round, int elements, double decay) {
    ErrorFeedback feedback = new ErrorFeedback(elements, decay);
    for (int earlier = round - 1; earlier >= 0; earlier--) {
      Optional<byte[]> bytes = DurableFiles.read(file(earlier));
      if (bytes.isPresent()) {
        feedback.remember(floats(bytes.get(), elements), new float[elements]);
        break;
      }
    }
    return feedback;
  }

  /** Keeps what {@code sent} lacks of {@code compensated}. */
  void keep(int round, float[] compensated, float[] sent) {
    float[] residual = new float[sent.length];
    for (int i = 0; i < residual.length; i++) {
      residual[i] = compensated[i] - sent[i];
    }
    DurableFiles.write(file(round), RowTree.rowOf(residual, 0, residual.length));
  }

  private Path file(int round) {
    return folder.resolve("round-" + round);
  }

  private static float[] floats(byte[] bytes, int elements) {
    float[] values = new float[elements];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }
}
