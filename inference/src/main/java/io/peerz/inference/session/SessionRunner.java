package io.peerz.inference.session;

import io.peerz.inference.route.RoutePlan;
import io.peerz.inference.wire.Protocol;
import io.peerz.inference.wire.ShardClients;
import io.peerz.proof.encode.Domains;
import io.peerz.proof.id.Digest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs prompts over routes: relays rows between the hops, checks every receipt, pays one chunk at a
 * time, and lets standbys take over from nodes that fail. Blocking: call {@link #run} on a virtual
 * thread, as many at once as wanted.
 */
public final class SessionRunner {
  /** Room for the other fields of a frame. */
  private static final int FRAME_SLACK_BYTES = 4096;

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
    Stopwatch watch = new Stopwatch();
    List<Integer> answer = new ArrayList<>();
    HopOpener opener =
        new HopOpener(clients, purse, domains.contributionLedger(), config, request, freshNonce());
    int stepPositions = stepPositions(request);
    Walk walk = new Walk(plan, opener, stepPositions, answer);
    try {
      walk.open();
      Answering answering = new Answering(walk, request, config, listener, watch, answer);
      FinishReason finish = answering.run(stepPositions);
      walk.finish();
      return new GenerationResult(
          answer, finish, walk.reports(), watch.timings(answer.size()), walk.failovers());
    } finally {
      walk.cut();
    }
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
