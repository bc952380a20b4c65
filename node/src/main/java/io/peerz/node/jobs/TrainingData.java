package io.peerz.node.jobs;

import io.peerz.finetune.data.DatasetSplit;
import io.peerz.finetune.data.ExampleEncoder;
import io.peerz.finetune.data.TokenizedExample;
import io.peerz.finetune.data.TrainingExample;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A data set as a base sees it, cut into what is trained on and what is measured with.
 *
 * @param split train and held-out part
 * @param examples lines of the file
 * @param tokens of all examples
 */
public record TrainingData(DatasetSplit split, int examples, long tokens) {

  /** Reads, encodes and splits a file; a fault names its line. */
  public static TrainingData of(Path file, ModelFolder model, int seqLen, long seed) {
    return of(FileShelf.read(file), model, seqLen, seed);
  }

  static TrainingData of(List<TrainingExample> examples, ModelFolder model, int seqLen, long seed) {
    List<TokenizedExample> encoded = new ArrayList<>();
    try (ExampleEncoder encoder = ExampleEncoder.open(model)) {
      for (int i = 0; i < examples.size(); i++) {
        encoded.add(encode(encoder, examples.get(i), i + 1, seqLen));
      }
    }
    long tokens = encoded.stream().mapToLong(TokenizedExample::length).sum();
    return new TrainingData(DatasetSplit.of(encoded, seedOf(seed)), examples.size(), tokens);
  }

  private static TokenizedExample encode(
      ExampleEncoder encoder, TrainingExample example, int number, int seqLen) {
    TokenizedExample encoded;
    try {
      encoded = encoder.encode(example);
    } catch (PeerzException e) {
      throw new PeerzException(e.code(), "example " + number + ": " + e.getMessage(), e);
    }
    Require.that(
        encoded.length() <= seqLen + 1,
        ErrorCode.BAD_REQUEST,
        "example %d has %d tokens and a row has room for %d; shorten it"
            .formatted(number, encoded.length(), seqLen + 1));
    return encoded;
  }

  private static Digest seedOf(long seed) {
    return Keccak.hash(ByteBuffer.allocate(Long.BYTES).putLong(seed).array());
  }
}
