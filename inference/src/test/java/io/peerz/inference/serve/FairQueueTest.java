package io.peerz.inference.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.peerz.inference.testing.ToyEngine;
import io.peerz.inference.wire.ClientMessage;
import io.peerz.proof.id.Address;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who gets how much of an engine when all want more than there is. */
class FairQueueTest {
  private static final Address GREEDY = Address.ofHex("0x" + "11".repeat(20));
  private static final Address MODEST = Address.ofHex("0x" + "22".repeat(20));

  private final ToyEngine engine = new ToyEngine(0, 2);
  private final FairQueue queue = new FairQueue(100);
  private final Map<Address, Integer> served = new HashMap<>();

  @AfterEach
  void close() {
    engine.close();
  }

  private EngineWork work(Address payer, int positions) {
    ClientMessage.Step step =
        new ClientMessage.Step(
            0, 0, Collections.nCopies(positions, 1), ByteString.EMPTY, false, false);
    return new EngineWork(
        engine.openCache(positions),
        Optional.empty(),
        EngineInput.of(step, engine),
        Optional.empty(),
        new EngineWork.Owner(payer, List.of()));
  }

  /** What the engine does with a batch. */
  private List<Slice> serve() throws InterruptedException {
    List<Slice> batch = queue.take();
    for (Slice slice : batch) {
      served.merge(slice.work().payer(), slice.count(), Integer::sum);
      slice.work().advance(slice.count());
      if (slice.work().left() == 0) {
        queue.remove(slice.work());
      }
    }
    return batch;
  }

  @Test
  void onePromptGetsAsMuchAsTenOfAnotherPayer() throws InterruptedException {
    for (int i = 0; i < 10; i++) {
      queue.offer(work(GREEDY, 300));
    }
    queue.offer(work(MODEST, 600));
    queue.offer(work(MODEST, 600));
    for (int batch = 0; batch < 8; batch++) {
      serve();
    }
    assertThat(served.get(MODEST)).isBetween(served.get(GREEDY) - 64, served.get(GREEDY) + 64);
  }

  @Test
  void whoComesNewIsNotOwedWhatOthersGotBefore() throws InterruptedException {
    queue.offer(work(GREEDY, 3_000));
    for (int batch = 0; batch < 20; batch++) {
      serve();
    }
    queue.offer(work(MODEST, 1_000));
    served.clear();
    for (int batch = 0; batch < 5; batch++) {
      serve();
    }
    assertThat(served.get(GREEDY)).isEqualTo(served.get(MODEST));
  }

  @Test
  void tokensGoBeforePromptsAndPromptsStillGoOn() throws InterruptedException {
    queue.offer(work(GREEDY, 500));
    for (int i = 0; i < 70; i++) {
      queue.offer(work(MODEST, 1));
    }
    List<Slice> batch = serve();
    assertThat(served.get(MODEST)).isEqualTo(70);
    assertThat(batch).hasSize(71);
    assertThat(batch.getLast().count()).isEqualTo(58); // fills the second pass of 64 rows
  }

  @Test
  void aFullQueueTakesNoMoreAndAnEmptyOneIsDrained() {
    FairQueue small = new FairQueue(2);
    EngineWork first = work(GREEDY, 1);
    EngineWork second = work(MODEST, 9);
    assertThat(small.offer(first)).isTrue();
    assertThat(small.offer(second)).isTrue();
    assertThat(small.offer(work(MODEST, 1))).isFalse();
    assertThat(small.drain()).containsExactly(first, second);
    assertThat(small.drain()).isEmpty();
    assertThat(small.offer(first)).isTrue();
  }
}
