package io.peerz.audit.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.inference.cache.KvCache;
import io.peerz.inference.engine.EngineConfig;
import io.peerz.inference.engine.Segment;
import io.peerz.inference.engine.exact.ExactEngine;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.inference.wire.RowBytes;
import io.peerz.proof.commit.RowLog;
import io.peerz.proof.commit.RowTree;
import io.peerz.proof.cost.MacFormula;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.receipt.InferenceReceipt;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShardReplayTest {
  private static final ModelFolder MODEL = ModelFolder.open(Path.of("../../models/pebble-1.6m"));
  private static final int[] TOKENS = "The capital of Dorn is Pike.".chars().toArray();
  private static final int CHUNK_START = 20;
  private static final Digest SALT = Keccak.hash("salt");

  private final ExactEngine engine = engine(0, 2);
  private final ShardReplay replay = new ShardReplay(engine);

  private static ExactEngine engine(int layerStart, int layerEnd) {
    return new ExactEngine(MODEL.loadLayers(layerStart, layerEnd), EngineConfig.defaults());
  }

  /** What a node computes: a prefill, then a chunk of tokens one by one. */
  private List<byte[]> chunkOfANode(ExactEngine worker) {
    int width = worker.geometry().dModel();
    List<byte[]> outputs = new ArrayList<>();
    try (KvCache cache = worker.openCache(TOKENS.length)) {
      int[] prompt = Arrays.copyOf(TOKENS, CHUNK_START);
      worker.forward(List.of(new Segment(cache, worker.embed(prompt), prompt.length)));
      for (int position = CHUNK_START; position < TOKENS.length; position++) {
        float[] row = worker.embed(new int[] {TOKENS[position]});
        worker.forward(List.of(new Segment(cache, row, 1)));
        outputs.add(RowTree.rowOf(row, 0, width));
      }
    }
    return outputs;
  }

  private static List<byte[]> inputs() {
    return Arrays.stream(TOKENS).mapToObj(RowBytes::ofToken).toList();
  }

  private InferenceReceipt receipt(List<byte[]> outputs, long extraMacs) {
    RowLog log = new RowLog();
    inputs().forEach(log::append);
    int tokens = TOKENS.length - CHUNK_START;
    BigInteger macs =
        BigInteger.valueOf(
            extraMacs + MacFormula.forward(engine.geometry(), 0, 2, CHUNK_START, tokens, false));
    return new InferenceReceipt(
        Keccak.hash("node"),
        Keccak.hash("session"),
        Keccak.hash("channel"),
        MODEL.manifest().modelId(),
        1,
        0,
        2,
        CHUNK_START,
        tokens,
        InferenceReceipt.FLAG_AUDITABLE,
        macs,
        macs,
        BigInteger.TEN,
        log.root(),
        RowTree.salted(SALT, RowTree.rootOf(outputs)),
        Digest.ZERO,
        3,
        1_700_000_000);
  }

  @Test
  void decodedTokensOfAnHonestNodeReplayAsOnePrefillToTheLastBit() {
    InferenceReceipt honest = receipt(chunkOfANode(engine), 0);
    assertThat(replay.replay(new Evidence(honest, inputs(), SALT))).isEqualTo(Verdict.TRUE);
  }

  @Test
  void oneFlippedBitOfTheOutputIsFound() {
    List<byte[]> outputs = chunkOfANode(engine);
    outputs.getLast()[0] ^= 1;
    assertThat(replay.replay(new Evidence(receipt(outputs, 0), inputs(), SALT)))
        .isEqualTo(Verdict.FALSE_OUTPUT);
  }

  @Test
  void aSkippedLayerIsFound() {
    try (ExactEngine lazy = engine(0, 1)) {
      InferenceReceipt forged = receipt(chunkOfANode(lazy), 0);
      assertThat(replay.replay(new Evidence(forged, inputs(), SALT)))
          .isEqualTo(Verdict.FALSE_OUTPUT);
    }
  }

  @Test
  void aReceiptThatClaimsMoreWorkIsFound() {
    InferenceReceipt inflated = receipt(chunkOfANode(engine), 1);
    assertThat(replay.replay(new Evidence(inflated, inputs(), SALT))).isEqualTo(Verdict.FALSE_COST);
  }

  @Test
  void rowsOfOtherWorkConvictNobody() {
    List<byte[]> other = new ArrayList<>(inputs());
    other.set(0, RowBytes.ofToken(1));
    InferenceReceipt honest = receipt(chunkOfANode(engine), 0);
    assertThat(replay.replay(new Evidence(honest, other, SALT))).isEqualTo(Verdict.OTHER_INPUT);
  }

  @Test
  void aShardWithTheHeadIsRefused() {
    try (ExactEngine head = engine(2, 4)) {
      assertThatThrownBy(() -> new ShardReplay(head)).isInstanceOf(PeerzException.class);
    }
  }
}
