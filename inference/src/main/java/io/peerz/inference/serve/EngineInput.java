package io.peerz.inference.serve;

import com.google.protobuf.ByteString;
import io.peerz.inference.engine.ShardEngine;
import io.peerz.inference.wire.ClientMessage;
import io.peerz.inference.wire.RowBytes;
import io.peerz.proof.commit.RowTree;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a step brings: token ids for a shard that begins the model, float32 rows for any other. Each
 * position is also one row of the session's input log.
 */
sealed interface EngineInput {
  int positions();

  /** The rows to compute on, (positions, dModel); runs on the engine's thread. */
  float[] toRows(ShardEngine engine);

  /** The bytes of each position as the receipt commits to them; copied at each call. */
  List<byte[]> logRows();

  /** What the receipt commits to: the leaf of each position's bytes; hashed at each call. */
  List<Digest> leaves();

  /** How many of the last positions are guesses. */
  int drafts();

  static EngineInput of(ClientMessage.Step step, ShardEngine engine) {
    if (engine.hasEmbedding()) {
      Require.that(
          step.rows().isEmpty(),
          ErrorCode.BAD_REQUEST,
          "the first shard takes token ids, not rows");
      int vocab = engine.geometry().vocab();
      int[] ids =
          Stream.concat(step.tokens().stream(), step.drafts().stream())
              .mapToInt(Integer::intValue)
              .toArray();
      for (int id : ids) {
        Require.range(ErrorCode.BAD_REQUEST, "token id", id, 0, vocab - 1L);
      }
      return new Tokens(ids, step.drafts().size());
    }
    int rowBytes = engine.geometry().dModel() * Float.BYTES;
    Require.that(
        step.tokens().isEmpty(), ErrorCode.BAD_REQUEST, "only the first shard takes token ids");
    Require.that(
        step.rows().size() % rowBytes == 0 && step.rows().size() / rowBytes > step.drafts().size(),
        ErrorCode.BAD_REQUEST,
        "rows must be whole positions of " + rowBytes + " bytes, more than there are guesses");
    return new Rows(step.rows(), rowBytes, step.drafts().size());
  }

  /** Token ids; the log takes them as 4 bytes, little-endian. */
  final class Tokens implements EngineInput {
    private final int[] ids;
    private final int drafts;

    private Tokens(int[] ids, int drafts) {
      this.ids = ids;
      this.drafts = drafts;
    }

    @Override
    public int drafts() {
      return drafts;
    }

    @Override
    public int positions() {
      return ids.length;
    }

    @Override
    public float[] toRows(ShardEngine engine) {
      return engine.embed(ids);
    }

    @Override
    public List<byte[]> logRows() {
      return Arrays.stream(ids).mapToObj(RowBytes::ofToken).toList();
    }

    @Override
    public List<Digest> leaves() {
      return RowTree.leaves(logRows());
    }
  }

  /** Hidden states from the shard before. */
  final class Rows implements EngineInput {
    private final ByteString bytes;
    private final int rowBytes;
    private final int drafts;

    private Rows(ByteString bytes, int rowBytes, int drafts) {
      this.bytes = bytes;
      this.rowBytes = rowBytes;
      this.drafts = drafts;
    }

    @Override
    public int drafts() {
      return drafts;
    }

    @Override
    public int positions() {
      return bytes.size() / rowBytes;
    }

    @Override
    public float[] toRows(ShardEngine engine) {
      float[] rows = new float[bytes.size() / Float.BYTES];
      ByteBuffer buffer = bytes.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
      buffer.asFloatBuffer().get(rows);
      return rows;
    }

    @Override
    public List<byte[]> logRows() {
      return RowBytes.split(bytes, rowBytes);
    }

    @Override
    public List<Digest> leaves() {
      return RowTree.leaves(logRows());
    }
  }
}
