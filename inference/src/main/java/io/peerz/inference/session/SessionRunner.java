package io.peerz.inference.session;

import com.google.protobuf.ByteString;
import io.peerz.inference.route.RoutePlan;
import io.peerz.inference.wire.Protocol;
import io.peerz.inference.wire.ShardClients;
import io.peerz.proof.encode.Domains;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.ErrorKind;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs prompts over routes: joins the hops to a ring, or relays rows between them where they cannot
 * reach each other, checks every receipt, pays at most one chunk behind, and lets standbys take
 * over from nodes that fail. Blocking: call {@link #run} on a virtual thread, as many at once as
 * wanted.
 */
public final class SessionRunner {
  private static final Logger LOG = LoggerFactory.getLogger(SessionRunner.class);

  /** Room for the other fields of a frame. */
  private static final int FRAME_SLACK_BYTES = 4096;

  /** Nodes that one answer may lose before it is the answer that is to blame. */
  private static final int MOST_GIVEN_UP = 16;

  private final ShardClients clients;
  private final Purse purse;
  private final Domains domains;
  private final SessionConfig config;
  private final SecureRandom random = new SecureRandom();

  public SessionRunner(ShardClients clients, Purse purse, Domains domains, SessionConfig config) {
    this.clients = clients;
    this.purse = purse;
    this.domains = domains;
    this.config = config;
  }

  /**
   * Generates an answer. Throws the last node's failure when a hop has no node left to try, and
   * INSUFFICIENT_FUNDS when the purse does not pay; tokens heard until then stay true.
   */
  public GenerationResult run(RoutePlan plan, GenerationRequest request, TokenListener listener) {
    return run(plan, request, List.of(), listener);
  }

  /**
   * Goes on with an answer that was begun before, perhaps by another process. The listener hears
   * what is new; the result has all tokens.
   *
   * @param earlier what was drawn for this very request, fewer tokens than it may have
   */
  public GenerationResult run(
      RoutePlan plan, GenerationRequest request, List<Integer> earlier, TokenListener listener) {
    return run(plan, OtherRoutes.NONE, request, earlier, listener);
  }

  /**
   * The same; where a node fails and nobody stands by for it, the answer goes on over another
   * route, from the tokens so far.
   */
  public GenerationResult run(
      RoutePlan plan,
      OtherRoutes others,
      GenerationRequest request,
      List<Integer> earlier,
      TokenListener listener) {
    Require.range(
        ErrorCode.BAD_REQUEST,
        "earlier tokens",
        earlier.size(),
        0,
        request.sampling().maxTokens() - 1L);
    Stopwatch watch = new Stopwatch();
    List<Integer> answer = new ArrayList<>(earlier);
    RunSoFar soFar = new RunSoFar();
    LeafLines lines = new LeafLines(); // of all rings, where all must have the same rows
    RoutePlan current = plan;
    Set<Digest> givenUp = new HashSet<>();
    try {
      while (config.ring()) {
        RingRun ring =
            new RingRun(
                current,
                opener(request),
                request,
                config,
                request.geometry().isExact() ? lines : new LeafLines(),
                listener,
                watch,
                answer);
        soFar.began(ring);
        try {
          ring.open();
          FinishReason finish = ring.run(stepPositions(request));
          ring.finish(Set.of(), config.stepTimeout());
          return result(answer, finish, soFar, List.of(), watch, 0);
        } catch (RingBroken e) {
          soFar.broke(ring, e.hops());
          Set<Digest> broken = nodes(current, e.hops());
          givenUp.addAll(broken);
          if (!e.alive()) {
            others.failed(broken);
          }
          Optional<RoutePlan> next = current.without(broken);
          if (next.isEmpty() && !e.alive()) {
            next = elsewhere(others, givenUp, e.reason());
          }
          LOG.warn("a ring broke: {}", e.reason().getMessage());
          if (next.isEmpty()) {
            break; // all are alive but cannot reach each other: the client carries the rows
          }
          current = next.get();
        }
      }
      return relay(current, request, listener, watch, answer, soFar);
    } finally {
      soFar.end();
    }
  }

  /**
   * The last layer's output for every position of a prompt, before the final norm. The client
   * carries all rows. Failures are those of {@link #run}.
   *
   * @param request with {@code rowsOnly}
   * @param sink hears the rows, (positions, dModel) float32 little-endian, in order
   */
  public RowsResult rows(RoutePlan plan, GenerationRequest request, Consumer<ByteString> sink) {
    Stopwatch watch = new Stopwatch();
    int stepPositions = stepPositions(request);
    Walk walk = new Walk(plan, opener(request), stepPositions, List.of());
    try {
      walk.open();
      List<Integer> prompt = request.prompt();
      for (int at = 0; at < prompt.size(); at += stepPositions) {
        walk.settle();
        int end = Math.min(prompt.size(), at + stepPositions);
        sink.accept(walk.rows(StepInput.ofTokens(at, prompt.subList(at, end))));
      }
      walk.finish();
      return new RowsResult(walk.reports(), watch.timings(), walk.failovers());
    } finally {
      walk.cut();
    }
  }

  /** What no other node could do better is not tried again. */
  private static Optional<RoutePlan> elsewhere(
      OtherRoutes others, Set<Digest> givenUp, PeerzException reason) {
    if (reason.kind() != ErrorKind.PEER || givenUp.size() > MOST_GIVEN_UP) {
      throw reason;
    }
    return Optional.of(others.without(givenUp).orElseThrow(() -> reason));
  }

  private GenerationResult relay(
      RoutePlan plan,
      GenerationRequest request,
      TokenListener listener,
      Stopwatch watch,
      List<Integer> answer,
      RunSoFar soFar) {
    int stepPositions = stepPositions(request);
    Walk walk = new Walk(plan, opener(request), stepPositions, answer);
    try {
      walk.open();
      Answering answering = new Answering(walk, request, config, listener, watch, answer);
      FinishReason finish = answering.run(stepPositions);
      walk.finish();
      return result(answer, finish, soFar, walk.reports(), watch, walk.failovers());
    } finally {
      walk.cut();
    }
  }

  private static GenerationResult result(
      List<Integer> answer,
      FinishReason finish,
      RunSoFar soFar,
      List<HopReport> relayed,
      Stopwatch watch,
      int failovers) {
    soFar.end();
    return new GenerationResult(
        answer, finish, soFar.reports(relayed), watch.timings(), soFar.failovers() + failovers);
  }

  private static Set<Digest> nodes(RoutePlan plan, Set<Integer> hops) {
    return hops.stream()
        .map(i -> plan.route().hops().get(i).offer().nodeId())
        .collect(Collectors.toSet());
  }

  private HopOpener opener(GenerationRequest request) {
    return new HopOpener(
        clients, purse, domains.contributionLedger(), config, request, freshNonce());
  }

  /** Prompt positions in one step: as configured, and so that their rows fit a frame. */
  private int stepPositions(GenerationRequest request) {
    int rowBytes = request.geometry().dModel() * Float.BYTES;
    int fitting = Math.max(1, (Protocol.MAX_FRAME_BYTES - FRAME_SLACK_BYTES) / rowBytes);
    return Math.min(config.prefillStepPositions(), fitting);
  }

  private Digest freshNonce() {
    byte[] nonce = new byte[Digest.LENGTH];
    random.nextBytes(nonce);
    return Digest.of(nonce);
  }
}
