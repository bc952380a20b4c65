package io.peerz.node;

import io.peerz.inference.route.LinkTable;
import io.peerz.inference.route.Offer;
import io.peerz.inference.route.RouteFinder;
import io.peerz.inference.route.RouteLimits;
import io.peerz.inference.route.RouteRequest;
import io.peerz.inference.route.ServiceTime;
import io.peerz.inference.text.ToolCall;
import io.peerz.node.gateway.ChannelStatus;
import io.peerz.node.gateway.ChosenToken;
import io.peerz.node.gateway.Embedding;
import io.peerz.node.gateway.ExplainedRoute;
import io.peerz.node.gateway.FinishedJob;
import io.peerz.node.gateway.Gateway;
import io.peerz.node.gateway.GenerationJob;
import io.peerz.node.gateway.GenerationOutcome;
import io.peerz.node.gateway.RouteChoice;
import io.peerz.node.gateway.RouteWishes;
import io.peerz.node.gateway.ServedModel;
import io.peerz.node.gateway.SwarmReport;
import io.peerz.node.gateway.TextListener;
import io.peerz.node.gateway.UnservedByModel;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.id.ShardId;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;

/** Says the pieces it was given, or fails as told, and remembers what was asked. */
final class FakeGateway implements Gateway {
  static final Digest NODE = Keccak.hash("node".getBytes(StandardCharsets.UTF_8));

  final BlockingQueue<GenerationJob> asked = new LinkedBlockingQueue<>();
  final CountDownLatch sawCancel = new CountDownLatch(1);
  final AtomicReference<PeerzException> failAtStart = new AtomicReference<>();
  final AtomicReference<PeerzException> failAfterFirstPiece = new AtomicReference<>();
  final AtomicReference<CountDownLatch> holdAfterFirstPiece = new AtomicReference<>();
  volatile boolean endless;
  volatile boolean embeds;
  volatile List<ToolCall> calls = List.of();
  volatile List<String> pieces = List.of("peb", "bles ", "🙂");

  @Override
  public GenerationOutcome generate(GenerationJob job, TextListener listener) {
    asked.add(job);
    throwIf(failAtStart.get());
    List<ChosenToken> chosen = chosen(job);
    chosen.forEach(listener::onToken);
    calls.forEach(listener::onCall);
    listener.onText(pieces.getFirst());
    throwIf(failAfterFirstPiece.get());
    await(holdAfterFirstPiece.get());
    pieces.stream().skip(1).forEach(listener::onText);
    while (endless && !listener.cancelled()) {
      listener.onText(".");
    }
    if (listener.cancelled()) {
      sawCancel.countDown();
    }
    return outcome(chosen);
  }

  private GenerationOutcome outcome(List<ChosenToken> chosen) {
    var hop =
        new GenerationOutcome.PaidHop(
            NODE, "0x5e", 0, 4, 2, BigInteger.valueOf(1000), BigInteger.TEN);
    return new GenerationOutcome(
        String.join("", pieces),
        calls,
        calls.isEmpty() ? "stop" : "tool_calls",
        7,
        List.of(1, 2, 3),
        chosen,
        "0x5e",
        List.of(hop),
        10,
        20);
  }

  /** One token with as many alternatives as were asked for. */
  private static List<ChosenToken> chosen(GenerationJob job) {
    OptionalInt most = job.sampling().logprobs();
    ChosenToken other = new ChosenToken("p", List.of(112), -0.5, List.of());
    return most.isEmpty()
        ? List.of()
        : List.of(
            new ChosenToken("p", List.of(112), -0.5, Collections.nCopies(most.getAsInt(), other)));
  }

  private static void throwIf(PeerzException failure) {
    if (failure != null) {
      throw failure;
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      if (latch != null) {
        latch.await();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The length of the text, and how many words it has. */
  @Override
  public Embedding embed(String model, String text) {
    throwIf(failAtStart.get());
    if (!embeds) {
      throw new UnservedByModel("model", model + " was trained to write text");
    }
    return new Embedding(
        new float[] {text.length(), text.split(" ", -1).length}, outcome(List.of()));
  }

  @Override
  public List<ServedModel> models() {
    return List.of(new ServedModel("pebble", NODE, 4, true, 2, Optional.empty()));
  }

  @Override
  public List<FinishedJob> jobs(int limit) {
    return List.of();
  }

  @Override
  public SwarmReport swarm() {
    var seen =
        new SwarmReport.Seen(
            NODE, Address.ZERO, BigInteger.TWO, 0, 4, 250, 8_000, 9_000, 1, BigInteger.TEN);
    var stop = new SwarmReport.Stop(NODE, 0, 4);
    return new SwarmReport("pebble", NODE, 4, List.of(seen), List.of(stop), 1_500, 0, "");
  }

  @Override
  public ExplainedRoute route(int promptTokens, int newTokens, RouteWishes wishes) {
    Offer offer =
        new Offer(
            NODE,
            Address.ZERO,
            Address.ZERO,
            BigInteger.TWO,
            new ShardId(NODE, 0, 4),
            "localhost",
            7741,
            NODE,
            BigInteger.TEN,
            new ServiceTime(8_000, 9_000, 0),
            true);
    RouteLimits limits =
        new RouteLimits(BigInteger.TEN, wishes.minStakeWei(), wishes.differentOperators());
    RouteRequest request =
        new RouteRequest(NODE, 4, 512, promptTokens, newTokens, 1_000_000, limits);
    LinkTable links = LinkTable.relayed(Map.of(NODE, 250L));
    RouteChoice choice =
        new RouteChoice(
            List.of(offer),
            Map.of(NODE, 250L),
            request,
            wishes.throughput(),
            RouteFinder.plan(List.of(offer), links, request, 1));
    return new ExplainedRoute("", 7, choice, choice.explain(), "");
  }

  @Override
  public ExplainedRoute routeOf(String sessionId) {
    throw new PeerzException(ErrorCode.NOT_FOUND, "no route of session " + sessionId);
  }

  @Override
  public List<ChannelStatus> channels() {
    BigInteger wei = BigInteger.TWO.pow(100);
    return List.of(
        new ChannelStatus(
            NODE, NODE, wei, BigInteger.TEN, BigInteger.ONE, BigInteger.ZERO, 0, false));
  }

  @Override
  public List<String> closeChannels() {
    throw new PeerzException(ErrorCode.CHAIN_UNREACHABLE, "the chain does not answer");
  }

  @Override
  public List<String> settleChannels() {
    return List.of("0xabc");
  }
}
