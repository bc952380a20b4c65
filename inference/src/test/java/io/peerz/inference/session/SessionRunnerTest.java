package io.peerz.inference.session;

import static io.peerz.inference.testing.LoopbackNetwork.route;
import static io.peerz.inference.testing.LoopbackNetwork.routeWithStandbys;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import io.peerz.inference.engine.Segment;
import io.peerz.inference.generate.LocalGenerator;
import io.peerz.inference.route.Hop;
import io.peerz.inference.route.Offer;
import io.peerz.inference.route.Route;
import io.peerz.inference.route.RoutePlan;
import io.peerz.inference.route.ServiceTime;
import io.peerz.inference.sample.SamplingParams;
import io.peerz.inference.serve.ServeConfig;
import io.peerz.inference.testing.LoopbackNetwork;
import io.peerz.inference.testing.TestNode;
import io.peerz.inference.testing.ToyEngine;
import io.peerz.inference.wire.RowBytes;
import io.peerz.proof.cost.Geometry;
import io.peerz.proof.cost.MacFormula;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.receipt.InferenceReceipt;
import io.peerz.proof.receipt.SignedReceipt;
import io.peerz.proof.sign.SigningKey;
import io.peerz.proof.voucher.Voucher;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionRunnerTest {
  private static final List<Integer> PROMPT = List.of(3, 1, 4, 1, 5, 9, 2, 6);
  private static final SamplingParams SAMPLED = SamplingParams.sampled(1.0, 42, 70);
  private static final TokenListener KEEP_ALL = (token, index) -> true;

  private LoopbackNetwork network;

  @BeforeEach
  void open() {
    network = new LoopbackNetwork();
  }

  @AfterEach
  void close() {
    network.close();
  }

  private static GenerationRequest request(SamplingParams params, Integer... stops) {
    return new GenerationRequest(
        LoopbackNetwork.TOY_MODEL, ToyEngine.GEOMETRY, PROMPT, params, Set.of(stops), true);
  }

  private static List<Integer> local(SamplingParams params) {
    int[] prompt = PROMPT.stream().mapToInt(Integer::intValue).toArray();
    return new LocalGenerator(List.of(new ToyEngine(0, 4))).generate(prompt, params, Set.of());
  }

  private GenerationResult run(RoutePlan plan, GenerationRequest request) {
    return network.runner().run(plan, request, KEEP_ALL);
  }

  @Test
  void theTextOverTwoNodesIsTheTextOfOneProcess() {
    TestNode first = network.toyNode(0, 2);
    TestNode second = network.toyNode(2, 4);

    GenerationResult result = run(route(first, second), request(SAMPLED));

    assertThat(result.tokens()).hasSize(70).isEqualTo(local(SAMPLED));
    assertThat(result.finish()).isEqualTo(FinishReason.LENGTH);
    assertThat(result.failovers()).isZero();
  }

  @Test
  void theRowsOfAPromptComeOutOfTheLastNodeAndArePaidWithoutTheHead() {
    TestNode first = network.toyNode(0, 2);
    TestNode second = network.toyNode(2, 4);
    GenerationRequest request =
        new GenerationRequest(
            LoopbackNetwork.TOY_MODEL,
            ToyEngine.GEOMETRY,
            PROMPT,
            SamplingParams.greedy(1),
            Set.of(),
            Optional.empty(),
            true,
            Optional.empty(),
            true);
    List<ByteString> rows = new ArrayList<>();

    RowsResult result = network.runner().rows(route(first, second), request, rows::add);

    assertThat(RowBytes.of(rowsOfOneProcess()))
        .isEqualTo(rows.stream().reduce(ByteString.EMPTY, ByteString::concat));
    HopReport last = result.hops().getLast();
    assertThat(last.receipts().getFirst().receipt().flags() & InferenceReceipt.FLAG_HEAD).isZero();
    assertThat(last.macs())
        .isEqualTo(
            BigInteger.valueOf(
                MacFormula.forward(ToyEngine.GEOMETRY, 2, 4, 0, PROMPT.size(), false)));
    assertThat(second.desk().best(second.channelId()).cumulativeAmountWei())
        .isEqualTo(last.amountWei());
  }

  private static float[] rowsOfOneProcess() {
    ToyEngine engine = new ToyEngine(0, 4);
    float[] rows = engine.embed(PROMPT.stream().mapToInt(Integer::intValue).toArray());
    engine.forward(List.of(new Segment(engine.openCache(PROMPT.size()), rows, PROMPT.size())));
    return rows;
  }

  @Test
  void everyReceiptIsCountersignedAndPaidToTheLastWei() {
    TestNode first = network.toyNode(0, 2);
    TestNode second = network.toyNode(2, 4);

    GenerationResult result = run(route(first, second), request(SAMPLED));

    for (HopReport hop : result.hops()) {
      TestNode node = hop.hop().layerStart() == 0 ? first : second;
      Voucher best = node.desk().best(node.channelId());
      assertThat(node.desk().receipts()).isEqualTo(hop.receipts());
      assertThat(best.cumulativeAmountWei()).isEqualTo(hop.amountWei()).isPositive();
      assertThat(best.cumulativeMacs()).isEqualTo(hop.macs());
      assertThat(best).isEqualTo(network.purse().promised(node.channelId()));
      // 8 positions of prompt, then 69 decoded positions in chunks of 32.
      assertThat(hop.receipts().stream().map(r -> r.receipt().tokens()))
          .containsExactly(8L, 32L, 32L, 5L);
    }
  }

  @Test
  void aNodeThatTakesLongerThanItOfferedIsCountersignedAsLate() {
    ToyEngine slow = new ToyEngine(0, 4);
    slow.slowDown(Duration.ofMillis(200));
    TestNode node =
        network.node(LoopbackNetwork.TOY_MODEL, slow).start(ServeConfig.on("127.0.0.1", 0));
    Offer boast = node.offer().withService(new ServiceTime(1_000, 1_000, 0));
    Hop hop = new Hop(boast, 0, 4);
    GenerationRequest request = request(SamplingParams.greedy(6));
    for (SessionConfig config :
        List.of(SessionConfig.defaults().withMaxDrafts(0), SessionConfig.defaults().withRelay())) {
      RoutePlan plan = RoutePlan.of(new Route(List.of(hop), 0));
      GenerationResult result = network.runner(config).run(plan, request, KEEP_ALL);

      HopReport report = result.hops().getFirst();
      assertThat(report.receipts()).hasSize(2).noneMatch(SignedReceipt::onTime);
      assertThat(node.desk().receipts()).containsAll(report.receipts());
      assertThat(report.amountWei()).isPositive(); // late work is paid all the same
    }
  }

  @Test
  void guessingAheadChangesNeitherTextNorPay() {
    ToyEngine last = new ToyEngine(2, 4);
    TestNode first = network.toyNode(0, 2);
    TestNode second =
        network.node(LoopbackNetwork.TOY_MODEL, last).start(ServeConfig.on("127.0.0.1", 0));
    for (SamplingParams params : List.of(repetitive(0, 0), repetitive(0.7, 0.05), SAMPLED)) {
      GenerationResult plain =
          network
              .runner(SessionConfig.defaults().withMaxDrafts(0))
              .run(route(first, second), request(params), KEEP_ALL);
      int passes = last.forwardPasses();

      GenerationResult guessing = run(route(first, second), request(params));

      assertThat(guessing.tokens()).isEqualTo(plain.tokens()).isEqualTo(local(params));
      assertThat(guessing.amountWei()).isEqualTo(plain.amountWei());
      assertThat(guessing.macs()).isEqualTo(plain.macs());
      if (params.temperature() == 0) {
        assertThat(last.forwardPasses() - passes).isLessThan(guessing.tokens().size() / 2);
      }
    }
  }

  /** Token 7 almost always, so that guesses come true. */
  private static SamplingParams repetitive(double temperature, double frequencyPenalty) {
    return new SamplingParams(
        temperature, 1, 0, 0, 42, 70, 1, frequencyPenalty, 0, Map.of(7, 30.0));
  }

  @Test
  void aReaderWhoStopsAmongGuessesPaysForWhatTheHeadDrew() {
    TestNode first = network.toyNode(0, 2);
    TestNode second = network.toyNode(2, 4);
    List<Integer> heard = new ArrayList<>();

    GenerationResult result =
        network
            .runner()
            .run(
                route(first, second),
                request(repetitive(0, 0)),
                (token, index) -> {
                  heard.add(token);
                  return index < 12;
                });

    assertThat(result.finish()).isEqualTo(FinishReason.CANCELLED);
    assertThat(heard).isEqualTo(local(repetitive(0, 0)).subList(0, 13));
    for (HopReport hop : result.hops()) {
      TestNode node = hop.hop().layerStart() == 0 ? first : second;
      assertThat(node.desk().receipts()).isEqualTo(hop.receipts());
      assertThat(node.desk().best(node.channelId()).cumulativeAmountWei())
          .isEqualTo(hop.amountWei());
    }
  }

  @Test
  void theOutputOfOneHopIsTheInputOfTheNext() {
    TestNode first = network.toyNode(0, 2);
    TestNode second = network.toyNode(2, 4);

    GenerationResult result = run(route(first, second), request(SAMPLED));

    List<SignedReceipt> out = result.hops().get(0).receipts();
    List<SignedReceipt> in = result.hops().get(1).receipts();
    assertThat(out).hasSameSizeAs(in);
    assertThat(out.getLast().receipt().posStart()).isEqualTo(in.getLast().receipt().posStart());
    assertThat(out.getFirst().receipt().prevReceipt()).isEqualTo(Digest.ZERO);
    assertThat(out.get(1).receipt().prevReceipt()).isEqualTo(out.getFirst().receipt().structHash());
  }

  @Test
  void aStopTokenEndsTheAnswerAndIsNotPartOfIt() {
    TestNode only = network.toyNode(0, 4);
    List<Integer> whole = local(SAMPLED);
    int stop = whole.get(10);

    GenerationResult result = run(route(only), request(SAMPLED, stop));

    assertThat(result.finish()).isEqualTo(FinishReason.STOP);
    assertThat(result.tokens()).isEqualTo(whole.subList(0, whole.indexOf(stop)));
  }

  @Test
  void aListenerThatHasEnoughStillPaysForWhatItHeard() {
    TestNode only = network.toyNode(0, 4);

    GenerationResult result =
        network.runner().run(route(only), request(SAMPLED), (token, index) -> index < 4);

    assertThat(result.finish()).isEqualTo(FinishReason.CANCELLED);
    assertThat(result.tokens()).isEqualTo(local(SAMPLED).subList(0, 5));
    assertThat(only.desk().receipts()).hasSameSizeAs(result.hops().getFirst().receipts());
    assertThat(only.desk().best(only.channelId()).cumulativeAmountWei())
        .isEqualTo(result.amountWei());
  }

  @Test
  void aNodeThatDiesIsReplacedAndTheTextGoesOn() {
    TestNode first = network.toyNode(0, 2);
    TestNode second = network.toyNode(2, 4);
    List<TestNode> spares = List.of(network.toyNode(0, 2), network.toyNode(2, 4));

    GenerationResult result =
        network
            .runner()
            .run(
                routeWithStandbys(List.of(first, second), spares),
                request(SAMPLED),
                (token, index) -> {
                  if (index == 40) {
                    second.stop();
                  }
                  if (index == 55) {
                    first.stop();
                  }
                  return true;
                });

    assertThat(result.tokens()).isEqualTo(local(SAMPLED));
    assertThat(result.failovers()).isEqualTo(2);
    for (TestNode alive : spares) {
      assertThat(alive.desk().best(alive.channelId()))
          .isEqualTo(network.purse().promised(alive.channelId()));
    }
    for (TestNode dead : List.of(first, second)) { // what was promised last may not have arrived
      assertThat(network.purse().promised(dead.channelId()).cumulativeAmountWei())
          .isPositive()
          .isGreaterThanOrEqualTo(dead.desk().best(dead.channelId()).cumulativeAmountWei());
    }
  }

  @Test
  void whereNobodyStandsByTheAnswerGoesOnOverAnotherRoute() {
    TestNode first = network.toyNode(0, 2);
    TestNode second = network.toyNode(2, 4);
    TestNode whole = network.toyNode(0, 4);
    List<Integer> expected = local(SAMPLED);
    // As a gateway that was killed after 20 tokens: nothing but these was heard before.
    List<Integer> earlier = expected.subList(0, 20);
    Elsewhere others = new Elsewhere(route(whole));
    second.stop();

    GenerationResult result =
        network.runner().run(route(first, second), others, request(SAMPLED), earlier, KEEP_ALL);

    assertThat(result.tokens()).isEqualTo(expected);
    assertThat(others.lost).containsExactly(second.offer().nodeId());
    assertThat(whole.desk().best(whole.channelId()).cumulativeAmountWei()).isPositive();
  }

  /** One other route, for whoever has lost a node. */
  private static final class Elsewhere implements OtherRoutes {
    private final RoutePlan plan;
    private final Set<Digest> lost = new HashSet<>();

    Elsewhere(RoutePlan plan) {
      this.plan = plan;
    }

    @Override
    public void failed(Set<Digest> nodeIds) {
      lost.addAll(nodeIds);
    }

    @Override
    public Optional<RoutePlan> without(Set<Digest> nodeIds) {
      return nodeIds.equals(lost) ? Optional.of(plan) : Optional.empty();
    }
  }

  @Test
  void withoutAStandbyTheFailureNamesTheNode() {
    TestNode only = network.toyNode(0, 4);

    assertThatExceptionOfType(PeerzException.class)
        .isThrownBy(
            () ->
                network
                    .runner()
                    .run(
                        route(only),
                        request(SAMPLED),
                        (token, index) -> {
                          only.stop();
                          return true;
                        }))
        .matches(e -> e.code() == ErrorCode.PEER_UNREACHABLE)
        .withMessageContaining(only.address().toString());
  }

  @Test
  void aNodeThatBillsMoreWorkThanItDidIsNotPaid() {
    Geometry wider = new Geometry(4, 4, 1, 1, 1, 9, 32, 0, 0);
    TestNode greedy =
        network
            .node(LoopbackNetwork.TOY_MODEL, new ToyEngine(wider, 0, 4))
            .start(ServeConfig.on("127.0.0.1", 0));

    assertThatExceptionOfType(PeerzException.class)
        .isThrownBy(() -> run(route(greedy), request(SAMPLED)))
        .matches(e -> e.code() == ErrorCode.BAD_RECEIPT)
        .withMessageContaining("macs");
    assertThat(network.purse().promised(greedy.channelId()).cumulativeAmountWei())
        .isEqualTo(BigInteger.ZERO);
  }

  @Test
  void aReceiptOfAnUnregisteredKeyIsNotPaid() {
    TestNode impostor =
        network
            .node(LoopbackNetwork.TOY_MODEL, new ToyEngine(0, 4))
            .start(ServeConfig.on("127.0.0.1", 0), SigningKey.generate(new SecureRandom()));
    TestNode honest = network.toyNode(0, 4);

    GenerationResult result =
        run(routeWithStandbys(List.of(impostor), List.of(honest)), request(SAMPLED));

    assertThat(result.tokens()).isEqualTo(local(SAMPLED));
    assertThat(network.purse().promised(impostor.channelId()).cumulativeAmountWei())
        .isEqualTo(BigInteger.ZERO);
  }

  @Test
  void sessionsSideBySideShareAChannelAndTheMoneyAddsUp() throws Exception {
    TestNode first = network.toyNode(0, 2);
    TestNode second = network.toyNode(2, 4);
    List<Future<GenerationResult>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        running.add(threads.submit(() -> run(route(first, second), request(SAMPLED))));
      }
    }
    BigInteger paid = BigInteger.ZERO;
    for (Future<GenerationResult> session : running) {
      assertThat(session.get().tokens()).isEqualTo(local(SAMPLED));
      paid = paid.add(session.get().amountWei());
    }
    BigInteger promised =
        first
            .desk()
            .best(first.channelId())
            .cumulativeAmountWei()
            .add(second.desk().best(second.channelId()).cumulativeAmountWei());
    assertThat(promised).isEqualTo(paid);
    assertThat(((ToyEngine) first.engine()).cacheBytes()).isZero();
  }

  @Test
  void whereNodesCannotReachEachOtherTheClientCarriesTheRows() {
    TestNode first = network.toyNode(0, 2).pushingToNobody();
    TestNode second = network.toyNode(2, 4);

    GenerationResult result = run(route(first, second), request(SAMPLED));

    assertThat(result.tokens()).isEqualTo(local(SAMPLED));
    assertThat(second.desk().best(second.channelId()).cumulativeAmountWei()).isPositive();
  }

  @Test
  void anAnswerGoesOnFromWhatWasDrawnBefore() {
    TestNode first = network.toyNode(0, 2);
    TestNode second = network.toyNode(2, 4);
    RoutePlan plan = route(first, second);
    GenerationResult begun =
        network.runner().run(plan, request(SAMPLED), (token, index) -> index < 19);
    List<Integer> heard = new ArrayList<>();

    GenerationResult rest =
        network
            .runner()
            .run(
                plan,
                request(SAMPLED),
                begun.tokens(),
                (token, index) -> {
                  assertThat(index).isEqualTo(20 + heard.size());
                  return heard.add(token);
                });

    assertThat(begun.tokens()).hasSize(20);
    assertThat(rest.tokens()).isEqualTo(local(SAMPLED));
    assertThat(heard).isEqualTo(rest.tokens().subList(20, rest.tokens().size()));
    assertThat(second.desk().best(second.channelId()).cumulativeAmountWei())
        .isEqualTo(begun.hops().get(1).amountWei().add(rest.hops().get(1).amountWei()));
  }

  @Test
  void aRelayedAnswerIsTheOneOfTheRing() {
    TestNode first = network.toyNode(0, 2);
    TestNode second = network.toyNode(2, 4);
    SessionRunner relay =
        new SessionRunner(
            network.clients(),
            network.purse(),
            LoopbackNetwork.DOMAINS,
            SessionConfig.defaults().withRelay());

    GenerationResult relayed = relay.run(route(first, second), request(SAMPLED), KEEP_ALL);
    GenerationResult ring = run(route(first, second), request(SAMPLED));

    assertThat(relayed.tokens()).isEqualTo(ring.tokens());
    assertThat(relayed.amountWei()).isEqualTo(ring.amountWei());
  }

  @Test
  void aLongPromptGoesRoundInChunksThatAreEachPaid() {
    TestNode first = network.toyNode(0, 2);
    TestNode second = network.toyNode(2, 4);
    SessionRunner small =
        new SessionRunner(
            network.clients(),
            network.purse(),
            LoopbackNetwork.DOMAINS,
            new SessionConfig(Duration.ofSeconds(30), 2, 32, 20, 8, true));

    GenerationResult result = small.run(route(first, second), request(SAMPLED), KEEP_ALL);

    assertThat(result.tokens()).isEqualTo(local(SAMPLED));
    assertThat(second.desk().receipts().stream().map(r -> r.receipt().tokens()))
        .startsWith(2L, 2L, 2L, 2L, 32L);
  }
}
