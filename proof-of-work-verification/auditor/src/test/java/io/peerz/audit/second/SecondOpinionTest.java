package io.peerz.audit.second;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.audit.replay.Evidence;
import io.peerz.inference.engine.EngineConfig;
import io.peerz.inference.engine.Segment;
import io.peerz.inference.engine.exact.ExactEngine;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.inference.wire.RowBytes;
import io.peerz.proof.commit.RowTree;
import io.peerz.proof.id.Digest;
import io.peerz.proof.receipt.InferenceReceipt;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The native library that the build brings is Linux's. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class SecondOpinionTest {
  private static final ModelFolder MODEL = ModelFolder.open(Path.of("../../models/pebble-1.6m"));
  private static final int[] TOKENS = "The capital of Dorn is Pike.".chars().toArray();
  private static final int CHUNK_START = 20;

  private static ExactEngine engine(int layerStart, int layerEnd) {
    return new ExactEngine(MODEL.loadLayers(layerStart, layerEnd), EngineConfig.defaults());
  }

  private static Evidence evidence() {
    InferenceReceipt receipt =
        new InferenceReceipt(
            Digest.ZERO,
            Digest.ZERO,
            Digest.ZERO,
            Digest.ZERO,
            1,
            0,
            2,
            CHUNK_START,
            TOKENS.length - CHUNK_START,
            InferenceReceipt.FLAG_AUDITABLE,
            BigInteger.ONE,
            BigInteger.ONE,
            BigInteger.ONE,
            Digest.ZERO,
            Digest.ZERO,
            Digest.ZERO,
            1,
            1);
    return new Evidence(
        receipt, Arrays.stream(TOKENS).mapToObj(RowBytes::ofToken).toList(), Digest.ZERO);
  }

  /** Rows of the chunk by this engine, from embeddings of the first shard. */
  private static List<byte[]> outputs(ExactEngine worker, ExactEngine embedder) {
    float[] rows = embedder.embed(TOKENS);
    try (var cache = worker.openCache(TOKENS.length)) {
      worker.forward(List.of(new Segment(cache, rows, TOKENS.length)));
    }
    int width = worker.geometry().dModel();
    List<byte[]> chunk = new ArrayList<>();
    for (int position = CHUNK_START; position < TOKENS.length; position++) {
      chunk.add(RowTree.rowOf(rows, position * width, width));
    }
    return chunk;
  }

  @Test
  void anotherProgramFindsTheSameNumbersAndNotThoseOfASkippedLayer() {
    try (ExactEngine exact = engine(0, 2);
        ExactEngine skips = engine(1, 2);
        TensorFlowShard second = new TensorFlowShard(MODEL.loadLayers(0, 2))) {
      SecondOpinion opinion = new SecondOpinion(second, exact);
      assertThat(opinion.distance(evidence(), outputs(exact, exact))).isLessThan(1e-5);
      assertThat(opinion.distance(evidence(), outputs(skips, exact))).isGreaterThan(1e-2);
      assertThat(opinion.agrees(evidence(), outputs(exact, exact))).isTrue();
      assertThat(opinion.agrees(evidence(), outputs(skips, exact))).isFalse();
    }
  }
}
