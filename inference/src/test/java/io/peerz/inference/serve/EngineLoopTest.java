package io.peerz.inference.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.peerz.inference.cache.KvCache;
import io.peerz.inference.engine.Segment;
import io.peerz.inference.engine.ShardEngine;
import io.peerz.inference.testing.ToyEngine;
import io.peerz.inference.wire.ClientMessage;
import io.peerz.proof.cost.Geometry;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EngineLoopTest {
  private static final Address PAYER = Address.ZERO;
  private static final Address OTHER = Address.ofHex("0x" + "22".repeat(20));

  private final SlowEngine engine = new SlowEngine();
  private final EngineLoop loop = new EngineLoop(engine, 3);

  @AfterEach
  void close() {
    engine.open.countDown();
    loop.close();
  }

  private EngineWork work(int token) {
    return work(PAYER, List.of(token));
  }

  private EngineWork work(Address payer, List<Integer> tokens) {
    ClientMessage.Step step = new ClientMessage.Step(0, 0, tokens, ByteString.EMPTY, false, false);
    return new EngineWork(
        engine.openCache(tokens.size() + 3),
        Optional.empty(),
        EngineInput.of(step, engine),
        Optional.empty(),
        payer);
  }

  private static List<Integer> prompt(int length) {
    return IntStream.range(0, length).mapToObj(i -> i % 30).toList();
  }

  private EngineWork submitted(int token) {
    EngineWork work = work(token);
    loop.submit(work);
    return work;
  }

  @Test
  void stepsThatWaitAreComputedTogether() {
    loop.start();
    EngineWork first = submitted(1);
    engine.awaitEntered();
    List<EngineWork> waiting = List.of(submitted(2), submitted(3), submitted(4));

    engine.open.countDown();

    first.outcome().join();
    waiting.forEach(work -> assertThat(work.outcome().join().rows()).hasSize(4));
    assertThat(engine.batchSizes).containsExactly(1, 3);
    assertThat(loop.meter().queuedTokens()).isZero();
    assertThat(loop.meter().decodeNanosPerLayerToken()).isPositive();
  }

  @Test
  void aStepThatFindsTheQueueFullIsRefusedAndMayComeBack() {
    loop.start();
    submitted(1);
    engine.awaitEntered();
    List.of(2, 3, 4).forEach(this::submitted);

    EngineWork fifth = work(5);
    assertThatExceptionOfType(PeerzException.class)
        .isThrownBy(() -> loop.submit(fifth))
        .matches(e -> e.code() == ErrorCode.BUSY);
    assertThat(loop.meter().queuedTokens()).isEqualTo(4);
  }

  @Test
  void aStepThatFailsDoesNotFailItsNeighbours() {
    loop.start();
    submitted(1);
    engine.awaitEntered();
    EngineWork good = submitted(2);
    EngineWork bad = submitted(SlowEngine.POISON);
    EngineWork alsoGood = submitted(3);

    engine.open.countDown();

    assertThat(good.outcome().join().rows()).hasSize(4);
    assertThat(alsoGood.outcome().join().rows()).hasSize(4);
    assertThatThrownBy(() -> bad.outcome().join()).hasMessageContaining("poison");
  }

  @Test
  void aLongPromptIsCutAndTokensOfOthersGoBetween() {
    loop.start();
    submitted(1);
    engine.awaitEntered();
    EngineWork prompt = work(PAYER, prompt(400));
    loop.submit(prompt);
    EngineWork token = submitted(2);
    engine.open.countDown();

    float[] cut = prompt.outcome().join().rows();
    assertThat(token.outcome().join().rows()).hasSize(4);
    // the token and as much of the prompt as fills one pass, then the rest without company
    assertThat(engine.positions).startsWith(1, 64, 64).endsWith(17);
    assertThat(engine.batchSizes).startsWith(1, 2, 1);
    EngineWork whole = work(PAYER, prompt(200));
    loop.submit(whole);
    assertThat(whole.outcome().join().rows()).isEqualTo(Arrays.copyOf(cut, 800));
    assertThat(loop.meter().queuedTokens()).isZero();
  }

  @Test
  void aPayerWithManyLongPromptsDoesNotKeepAnotherWaiting() {
    loop.start();
    submitted(1);
    engine.awaitEntered();
    loop.submit(work(PAYER, prompt(500)));
    loop.submit(work(PAYER, prompt(500)));
    EngineWork other = work(OTHER, prompt(100));
    loop.submit(other);
    engine.open.countDown();

    other.outcome().join();
    // 64 of each prompt, then the 36 that are left of the other's
    assertThat(engine.positions).startsWith(1, 192, 164);
  }

  @Test
  void stoppingFailsWhatWaits() {
    EngineWork waiting = submitted(1);
    loop.start();
    engine.open.countDown();
    loop.close();
    EngineWork late = work(2);
    assertThatThrownBy(() -> loop.submit(late)).isInstanceOf(PeerzException.class);
    assertThat(waiting.outcome()).isDone();
  }

  /** A toy engine that waits until it may compute, notes its batches, and refuses one token. */
  private static final class SlowEngine implements ShardEngine {
    static final int POISON = 31;

    private final ToyEngine toy = new ToyEngine(0, 2);
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);
    private final List<Integer> batchSizes = new CopyOnWriteArrayList<>();
    private final List<Integer> positions = new CopyOnWriteArrayList<>(); // of each batch

    void awaitEntered() {
      awaitLatch(entered);
    }

    private static void awaitLatch(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void forward(List<Segment> batch) {
      entered.countDown();
      awaitLatch(open);
      batchSizes.add(batch.size());
      positions.add(batch.stream().mapToInt(Segment::rowCount).sum());
      if (batch.stream().anyMatch(segment -> segment.rows()[0] == POISON)) {
        throw new IllegalArgumentException("poison");
      }
      toy.forward(batch);
    }

    @Override
    public Geometry geometry() {
      return toy.geometry();
    }

    @Override
    public int layerStart() {
      return toy.layerStart();
    }

    @Override
    public int layerEnd() {
      return toy.layerEnd();
    }

    @Override
    public int maxPositions() {
      return toy.maxPositions();
    }

    @Override
    public KvCache openCache(int maxPositions) {
      return toy.openCache(maxPositions);
    }

    @Override
    public float[] embed(int[] tokens) {
      return toy.embed(tokens);
    }

    @Override
    public float[] logits(float[] rows, int row) {
      return toy.logits(rows, row);
    }

    @Override
    public List<float[]> logits(float[] rows, int[] rowIndexes) {
      return toy.logits(rows, rowIndexes);
    }

    @Override
    public void close() {
      toy.close();
    }
  }
}
