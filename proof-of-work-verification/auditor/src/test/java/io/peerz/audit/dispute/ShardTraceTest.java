package io.peerz.audit.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.audit.replay.Evidence;
import io.peerz.inference.engine.EngineConfig;
import io.peerz.inference.engine.Segment;
import io.peerz.inference.engine.exact.ExactEngine;
import io.peerz.inference.model.Quantisation;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.inference.wire.RowBytes;
import io.peerz.proof.commit.RowLog;
import io.peerz.proof.commit.RowTree;
import io.peerz.proof.dispute.DotEvidence;
import io.peerz.proof.dispute.TraceChain;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.receipt.InferenceReceipt;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShardTraceTest {
  private static final ModelFolder MODEL = ModelFolder.open(Path.of("../../models/pebble-1.6m"));
  private static final int[] TOKENS = "The capital of Dorn is Pike.".chars().toArray();
  private static final int CHUNK_START = 20;
  private static final int WIDTH = MODEL.config().geometry().dModel();

  private final ExactEngine engine = engine(MODEL);
  private final Evidence evidence = evidence();
  private final ShardTrace honest = ShardTrace.of(engine, evidence);

  private static ExactEngine engine(ModelFolder model) {
    return new ExactEngine(model.loadLayers(0, 2), EngineConfig.defaults());
  }

  private static Evidence evidence() {
    List<byte[]> rows = Arrays.stream(TOKENS).mapToObj(RowBytes::ofToken).toList();
    RowLog log = new RowLog();
    rows.forEach(log::append);
    InferenceReceipt receipt =
        new InferenceReceipt(
            Keccak.hash("node"),
            Keccak.hash("session"),
            Keccak.hash("channel"),
            MODEL.manifest().modelId(),
            1,
            0,
            2,
            CHUNK_START,
            TOKENS.length - CHUNK_START,
            InferenceReceipt.FLAG_AUDITABLE,
            BigInteger.ONE,
            BigInteger.ONE,
            BigInteger.TEN,
            log.root(),
            Digest.ZERO,
            Digest.ZERO,
            3,
            1_700_000_000);
    return new Evidence(receipt, rows, Digest.ZERO);
  }

  @Test
  void theLastStepIsTheShardsOutput() {
    float[] rows = engine.embed(TOKENS);
    try (var cache = engine.openCache(TOKENS.length)) {
      engine.forward(List.of(new Segment(cache, rows, TOKENS.length)));
    }
    assertThat(honest.steps()).isEqualTo(2 * TraceChain.STEPS);
    assertThat(honest.rows(honest.steps() - 1).getFirst())
        .isEqualTo(RowTree.rowOf(rows, CHUNK_START * WIDTH, WIDTH));
  }

  @Test
  void otherWeightsAreFoundAtTheFirstProductAndOneDotProductShowsIt() {
    ShardTrace claimed;
    try (ExactEngine cheap = engine(MODEL.rounded(Quantisation.Q8))) {
      claimed = ShardTrace.of(cheap, engine, evidence);
    }
    Prosecution prosecution = new Prosecution(honest, MODEL, 0, 2);
    int step = narrow(prosecution, claimed);
    assertThat(step).isEqualTo(1);
    int row = prosecution.pickRow(step, RowTree.leaves(claimed.rows(step)));
    DotEvidence proof = prosecution.prove(step, row, claimed.rows(step).get(row));
    float claimedElement = element(claimed.rows(step).get(row), proof.column());
    float trueElement = element(honest.rows(step).get(row), proof.column());
    assertThat(dot(proof)).isEqualTo(trueElement).isNotEqualTo(claimedElement);
  }

  @Test
  void aLieInOneStepIsFoundInThatStep() {
    int last = honest.steps() - 1;
    ShardTrace claimed =
        honest.claiming(evidence.receipt().inDigest(), last, honest.rows(last - 1));
    assertThat(narrow(new Prosecution(honest, MODEL, 0, 2), claimed)).isEqualTo(last);
  }

  private static int narrow(Prosecution prosecution, ShardTrace claimed) {
    int lo = 0;
    int hi = claimed.steps();
    while (hi - lo > 1) {
      int part = prosecution.pick(lo, hi, claimed.split(lo, hi));
      int from = lo;
      lo = TraceChain.boundary(from, hi, part);
      hi = TraceChain.boundary(from, hi, part + 1);
    }
    return lo;
  }

  private static float element(byte[] row, int index) {
    return ByteBuffer.wrap(row).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(index);
  }

  /** The order of the sixteen lanes, written down once more. */
  private static float dot(DotEvidence proof) {
    byte[] stored = HexFormat.of().parseHex(proof.weight().stored().substring(2));
    ByteBuffer weights = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN);
    float[] lanes = new float[16];
    for (int k = 0; k < WIDTH; k++) {
      float weight = Float.intBitsToFloat(weights.getShort(2 * k) << 16);
      lanes[k % 16] = Math.fma(element(proof.input(), k), weight, lanes[k % 16]);
    }
    for (int half = 8; half > 0; half /= 2) {
      for (int lane = 0; lane < half; lane++) {
        lanes[lane] += lanes[lane + half];
      }
    }
    return lanes[0];
  }
}
