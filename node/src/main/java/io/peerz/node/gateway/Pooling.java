package io.peerz.node.gateway;

import com.google.protobuf.ByteString;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a model makes one vector of a text, where it was trained to: the file {@code
 * 1_Pooling/config.json} says so, in the form that the sentence-transformers library writes.
 * Vectors have length one.
 */
final class Pooling {
  private static final String FILE = "1_Pooling/config.json";
  private static final int MAX_BYTES = 1 << 16;

  private final boolean lastRowOnly;
  private final float[] norm;
  private final double eps;

  Pooling(boolean lastRowOnly, float[] norm, double eps) {
    this.lastRowOnly = lastRowOnly;
    this.norm = norm;
    this.eps = eps;
  }

  /** Empty for a model that was trained to write text. */
  static Optional<Pooling> of(ModelFolder model) {
    Path file = model.path().resolve(FILE);
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    JsonNode modes = read(file);
    boolean mean = modes.path("pooling_mode_mean_tokens").asBoolean(false);
    boolean last = modes.path("pooling_mode_lasttoken").asBoolean(false);
    if (mean == last) {
      throw new PeerzException(
          ErrorCode.BAD_CHECKPOINT,
          file + " must choose one of pooling_mode_mean_tokens and pooling_mode_lasttoken");
    }
    return Optional.of(new Pooling(last, model.finalNorm(), model.config().rmsNormEps()));
  }

  private static JsonNode read(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new PeerzException(ErrorCode.BAD_CHECKPOINT, file + " is too large");
      }
      return JsonMapper.shared().readTree(Files.readString(file));
    } catch (JacksonException e) {
      throw new PeerzException(ErrorCode.BAD_CHECKPOINT, file + " is not valid JSON", e);
    } catch (IOException e) {
      throw new PeerzException(ErrorCode.IO, "cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** Takes the rows of one text. */
  Pool begin() {
    return new Pool();
  }

  /** The rows of one text on their way to a vector; one thread. */
  final class Pool implements Consumer<ByteString> {
    private final double[] sum = new double[norm.length];
    private final float[] row = new float[norm.length];

    /**
     * Takes rows of the last layer, before the final norm.
     *
     * @param rows (positions, dModel) float32 little-endian
     */
    @Override
    public void accept(ByteString rows) {
      FloatBuffer floats =
          rows.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
      while (floats.hasRemaining()) {
        floats.get(row);
        double scale = 1 / Math.sqrt(meanSquare() + eps);
        for (int i = 0; i < sum.length; i++) {
          double normed = row[i] * scale * norm[i];
          sum[i] = lastRowOnly ? normed : sum[i] + normed; // of a mean only the direction stays
        }
      }
    }

    private double meanSquare() {
      double squares = 0;
      for (float x : row) {
        squares += (double) x * x;
      }
      return squares / row.length;
    }

    float[] vector() {
      double squares = 0;
      for (double x : sum) {
        squares += x * x;
      }
      double length = squares == 0 ? 1 : Math.sqrt(squares);
      float[] vector = new float[sum.length];
      for (int i = 0; i < vector.length; i++) {
        vector[i] = (float) (sum[i] / length);
      }
      return vector;
    }
  }
}
