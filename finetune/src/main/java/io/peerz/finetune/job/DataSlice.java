package io.peerz.finetune.job;

import io.peerz.finetune.data.TokenizedExample;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Some examples of a job as one blob: what a unit fetches instead of the whole data set. Each token
 * is four bytes, a learned one has the sign bit set.
 *
 * @param examples at least one
 */
public record DataSlice(List<TokenizedExample> examples) {
  /** "PZS1" */
  private static final int MAGIC = 0x505A5331;

  private static final int MAX_EXAMPLES = 1 << 20;

  public DataSlice {
    examples = List.copyOf(examples);
    Require.range(ErrorCode.BAD_REQUEST, "examples of a slice", examples.size(), 1, MAX_EXAMPLES);
  }

  /** Cuts {@code examples} into {@code slices} runs whose sizes differ by one at most. */
  public static List<DataSlice> cut(List<TokenizedExample> examples, int slices) {
    Require.range(
        ErrorCode.BAD_REQUEST, "number of slices", slices, 1, Math.max(1, examples.size()));
    List<DataSlice> cut = new ArrayList<>();
    for (int slice = 0; slice < slices; slice++) {
      int from = (int) ((long) examples.size() * slice / slices);
      int to = (int) ((long) examples.size() * (slice + 1) / slices);
      cut.add(new DataSlice(examples.subList(from, to)));
    }
    return cut;
  }

  public byte[] encode() {
    Encoder out = new Encoder();
    out.fixed(8).putInt(MAGIC).putInt(examples.size());
    for (TokenizedExample example : examples) {
      ByteBuffer tokens = out.fixed(Integer.BYTES * (1 + example.length()));
      tokens.putInt(example.length());
      for (int i = 0; i < example.length(); i++) {
        tokens.putInt(example.tokens()[i] | (example.learned()[i] ? Integer.MIN_VALUE : 0));
      }
    }
    return out.bytes();
  }

  /** Reads a stranger's slice; lengths are checked against the bytes that are there. */
  public static DataSlice decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    Decoder from = new Decoder("data slice", in);
    from.magic(MAGIC);
    int count = from.count("number of examples", 1, Math.min(MAX_EXAMPLES, in.remaining()));
    List<TokenizedExample> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      examples.add(example(from));
    }
    from.end();
    return new DataSlice(examples);
  }

  private static TokenizedExample example(Decoder from) {
    int length = from.count("length of an example", 2, from.remaining() / Integer.BYTES);
    int[] tokens = new int[length];
    boolean[] learned = new boolean[length];
    for (int i = 0; i < length; i++) {
      int token = from.int32();
      tokens[i] = token & Integer.MAX_VALUE;
      learned[i] = token < 0;
    }
    return new TokenizedExample(tokens, learned);
  }
}
