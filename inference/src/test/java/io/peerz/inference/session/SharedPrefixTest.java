package io.peerz.inference.session;

import static io.peerz.inference.testing.LoopbackNetwork.route;
import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.inference.route.RoutePlan;
import io.peerz.inference.sample.SamplingParams;
import io.peerz.inference.serve.ServeConfig;
import io.peerz.inference.testing.LoopbackNetwork;
import io.peerz.inference.testing.TestNode;
import io.peerz.inference.testing.ToyEngine;
import io.peerz.proof.receipt.InferenceReceipt;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A prompt that begins as another did costs its payer the same and the nodes less. */
class SharedPrefixTest {
  private static final int PROMPT = 400;
  private static final int ANSWER = 10;

  /** Whole blocks of 32: all but the last 16 positions. */
  private static final int SHARED = 384;

  private final LoopbackNetwork network = new LoopbackNetwork();
  private final ToyEngine first = new ToyEngine(0, 2);
  private final ToyEngine second = new ToyEngine(2, 4);

  @AfterEach
  void close() {
    network.close();
  }

  private RoutePlan plan(ServeConfig config) {
    TestNode a = network.node(LoopbackNetwork.TOY_MODEL, first).start(config);
    TestNode b = network.node(LoopbackNetwork.TOY_MODEL, second).start(config);
    return route(a, b);
  }

  private GenerationResult run(RoutePlan plan, SessionConfig config, int changedAt) {
    List<Integer> prompt =
        IntStream.range(0, PROMPT).mapToObj(i -> i == changedAt ? 31 : i * 7 % 30).toList();
    GenerationRequest request =
        new GenerationRequest(
            LoopbackNetwork.TOY_MODEL,
            ToyEngine.GEOMETRY,
            prompt,
            SamplingParams.greedy(ANSWER),
            Set.of(),
            true);
    return network.runner(config).run(plan, request, (token, index) -> true);
  }

  private static List<Object> promised(GenerationResult result) {
    return result.hops().stream()
        .flatMap(hop -> hop.receipts().stream())
        .map(signed -> signed.receipt())
        .map(SharedPrefixTest::claims)
        .toList();
  }

  /** What a receipt says of the work: what went in and how much it was. */
  private static Object claims(InferenceReceipt receipt) {
    return List.of(
        receipt.inDigest(),
        receipt.macs(),
        receipt.cumulativeMacs(),
        receipt.cumulativeAmountWei(),
        receipt.tokens(),
        receipt.posStart());
  }

  @Test
  void theSecondSessionComputesTheRestOnlyAndItsReceiptsAreTheSame() {
    SessionConfig config = SessionConfig.defaults().withMaxDrafts(0);
    RoutePlan plan = plan(ServeConfig.on("127.0.0.1", 0));
    GenerationResult cold = run(plan, config, -1);
    int firstRows = first.computedRows();
    int secondRows = second.computedRows();
    assertThat(firstRows).isEqualTo(PROMPT + ANSWER - 1);

    GenerationResult warm = run(plan, config, -1);

    assertThat(first.computedRows() - firstRows).isEqualTo(firstRows - SHARED);
    assertThat(second.computedRows() - secondRows).isEqualTo(secondRows - SHARED);
    assertThat(warm.tokens()).isEqualTo(cold.tokens());
    assertThat(promised(warm)).isEqualTo(promised(cold));
  }

  @Test
  void whatIsSharedEndsWhereThePromptsPart() {
    SessionConfig config = SessionConfig.defaults().withMaxDrafts(0).withRelay();
    RoutePlan plan = plan(ServeConfig.on("127.0.0.1", 0));
    run(plan, config, -1);
    int rows = second.computedRows();
    GenerationResult other = run(plan, config, 300);
    assertThat(second.computedRows() - rows).isEqualTo(PROMPT + ANSWER - 1 - 288);

    RoutePlan without = plan(ServeConfig.on("127.0.0.1", 0).withPrefixBytes(0));
    assertThat(other.tokens()).isEqualTo(run(without, config, 300).tokens());
    int all = second.computedRows();
    run(without, config, 300);
    assertThat(second.computedRows() - all).isEqualTo(PROMPT + ANSWER - 1);
  }
}
