package io.peerz.inference.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.peerz.inference.cache.KvCache;
import io.peerz.inference.engine.Segment;
import io.peerz.inference.engine.ShardEngine;
import io.peerz.inference.testing.ToyEngine;
import io.peerz.inference.wire.AdapterRef;
import io.peerz.inference.wire.ClientMessage;
import io.peerz.inference.wire.RowBytes;
import io.peerz.proof.commit.RowTree;
import io.peerz.proof.cost.Geometry;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
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
  private final EngineLoop loop = new EngineLoop(engine, 3, 1 << 16);

  @AfterEach
  void close() {
    engine.open.countDown();
    loop.close();
  }

  private EngineWork work(int token) {
    return work(PAYER, List.of(token), List.of());
  }

  private EngineWork work(Address payer, List<Integer> tokens, List<Digest> prefix) {
    ClientMessage.Step step = new ClientMessage.Step(0, 0, tokens, ByteString.EMPTY, false, false);
    return new EngineWork(
        engine.openCache(tokens.size() + 3),
        Optional.empty(),
        EngineInput.of(step, engine),
        Optional.empty(),
        new EngineWork.Owner(payer, prefix));
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
    EngineWork prompt = work(PAYER, prompt(400), List.of());
    loop.submit(prompt);
    EngineWork token = submitted(2);
    engine.open.countDown();

    float[] cut = prompt.outcome().join().rows();
    assertThat(token.outcome().join().rows()).hasSize(4);
    // the token and as much of the prompt as fills one pass, then the rest without company
    assertThat(engine.positions).startsWith(1, 64, 64).endsWith(17);
    assertThat(engine.batchSizes).startsWith(1, 2, 1);
    EngineWork whole = work(PAYER, prompt(200), List.of());
    loop.submit(whole);
    assertThat(whole.outcome().join().rows()).isEqualTo(Arrays.copyOf(cut, 800));
    assertThat(loop.meter().queuedTokens()).isZero();
  }

  @Test
  void aPayerWithManyLongPromptsDoesNotKeepAnotherWaiting() {
    loop.start();
    submitted(1);
    engine.awaitEntered();
    loop.submit(work(PAYER, prompt(500), List.of()));
    loop.submit(work(PAYER, prompt(500), List.of()));
    EngineWork other = work(OTHER, prompt(100), List.of());
    loop.submit(other);
    engine.open.countDown();

    other.outcome().join();
    // 64 of each prompt, then the 36 that are left of the other's
    assertThat(engine.positions).startsWith(1, 192, 164);
  }

  @Test
  void aKnownBeginningIsNotComputedAgain() {
    loop.start();
    engine.open.countDown();
    List<Digest> keys = keys(prompt(70));
    assertThat(keys).hasSize(2);
    float[] first = submit(work(PAYER, prompt(70), keys));
    float[] second = submit(work(PAYER, prompt(70), keys));
    List<Integer> longer = prompt(90);
    List<Digest> more = keys(longer);
    float[] third = submit(work(PAYER, longer, more));

    assertThat(second).isEqualTo(first);
    assertThat(third).startsWith(first);
    assertThat(engine.positions).containsExactly(64, 6, 6, 26);
    assertThat(loop.meter().queuedTokens()).isZero();
  }

  @Test
  void aBeginningThatIsKnownToTheEndNeedsNoEngine() {
    loop.start();
    engine.open.countDown();
    List<Digest> keys = keys(prompt(64));
    float[] first = submit(work(PAYER, prompt(64), keys));
    assertThat(submit(work(PAYER, prompt(64), keys))).isEqualTo(first);
    assertThat(engine.positions).containsExactly(64);
  }

  @Test
  void otherPayersAndAdaptersHaveOtherBeginnings() {
    List<Digest> leaves = leaves(prompt(64));
    List<Digest> mine = keys(prompt(64));
    AdapterRef adapter = new AdapterRef(Digest.ZERO, Digest.ofHex("0x" + "22".repeat(32)));
    assertThat(new PrefixKeys(OTHER, Optional.empty()).extend(leaves))
        .doesNotContainAnyElementsOf(mine);
    assertThat(new PrefixKeys(PAYER, Optional.of(adapter)).extend(leaves))
        .doesNotContainAnyElementsOf(mine);
    assertThat(keys(prompt(63))).containsExactly(mine.getFirst());
  }

  @Test
  void aPromptInSeveralStepsHasTheNamesOfOneInOne() {
    PrefixKeys steps = new PrefixKeys(PAYER, Optional.empty());
    assertThat(steps.mayExtend(32, 32)).isFalse();
    assertThat(steps.mayExtend(0, 31)).isFalse();
    steps.extend(leaves(prompt(64)).subList(0, 32));
    assertThat(steps.mayExtend(32, 32)).isTrue();
    assertThat(steps.extend(leaves(prompt(64)).subList(32, 64))).isEqualTo(keys(prompt(64)));
    steps.extend(leaves(prompt(40)));
    assertThat(steps.mayExtend(96, 32)).isFalse(); // the block before is not whole
  }

  @Test
  void aStepThatIsSentAnewEndsTheNames() {
    PrefixKeys names = new PrefixKeys(PAYER, Optional.empty());
    names.extend(leaves(prompt(64)));
    assertThat(names.mayExtend(32, 32)).isFalse(); // and may hold other tokens
    assertThat(names.mayExtend(64, 32)).isFalse();
  }

  private static List<Digest> keys(List<Integer> tokens) {
    return new PrefixKeys(PAYER, Optional.empty()).extend(leaves(tokens));
  }

  private float[] submit(EngineWork work) {
    loop.submit(work);
    return work.outcome().join().rows();
  }

  private static List<Digest> leaves(List<Integer> tokens) {
    return tokens.stream().map(token -> RowTree.leafOf(RowBytes.ofToken(token))).toList();
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
