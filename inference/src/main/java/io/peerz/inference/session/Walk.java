package io.peerz.inference.session;

import com.google.protobuf.ByteString;
import io.peerz.inference.route.Hop;
import io.peerz.inference.route.RoutePlan;
import io.peerz.inference.wire.ServerMessage;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hops of one running session. Rows pass through all of them in order; when a node fails, a
 * standby is brought up to date from what went into that hop and takes over, and the text goes on
 * with the same tokens. Owned by the session's thread.
 */
final class Walk {
  private static final Logger LOG = LoggerFactory.getLogger(Walk.class);

  private final HopOpener opener;
  private final List<HopClient> hops = new ArrayList<>();
  private final List<HopHistory> histories = new ArrayList<>();
  private final List<Deque<Hop>> standbys = new ArrayList<>();
  private final List<HopClient> everyone = new CopyOnWriteArrayList<>(); // hops open side by side
  private final List<Integer> answer;
  private int failovers;

  /**
   * Does nothing yet.
   *
   * @param answer the tokens drawn so far, which the caller keeps adding to
   */
  Walk(RoutePlan plan, HopOpener opener, int stepPositions, List<Integer> answer) {
    this.opener = opener;
    this.answer = answer;
    for (int i = 0; i < plan.route().hops().size(); i++) {
      histories.add(new HopHistory(stepPositions));
      standbys.add(new ArrayDeque<>(plan.standbys().get(i)));
      standbys.get(i).addFirst(plan.route().hops().get(i));
    }
  }

  /** Opens all hops at once, each at its first choice or a standby. */
  void open() {
    List<Future<HopClient>> opening = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < standbys.size(); i++) {
        int hop = i;
        opening.add(threads.submit(() -> openNext(hop)));
      }
    }
    for (Future<HopClient> opened : opening) {
      hops.add(resultOf(opened));
    }
  }

  /** Sends positions through all hops; the result is the token drawn, if {@code sample}. */
  Optional<Drawn> pass(StepInput tokens, boolean sample, boolean closeChunk) {
    return Drawn.of(through(tokens, sample, closeChunk));
  }

  /** Sends positions through all hops, for the rows of the last; each step is a chunk. */
  ByteString rows(StepInput tokens) {
    return through(tokens, false, true).rows();
  }

  private ServerMessage.StepResult through(StepInput tokens, boolean sample, boolean closeChunk) {
    StepInput input = tokens;
    ServerMessage.StepResult result = null;
    for (int i = 0; i < hops.size(); i++) {
      boolean last = i == hops.size() - 1;
      result = stepAt(i, input, sample && last, closeChunk);
      histories.get(i).add(input);
      input = StepInput.ofRows(tokens.posStart(), tokens.positions(), result.rows());
    }
    return result;
  }

  /** Checks and pays the receipts that are due; a node with a bad one is replaced and not paid. */
  void settle() {
    for (int i = 0; i < hops.size(); i++) {
      try {
        hops.get(i).settle();
      } catch (HopFailed e) {
        replace(i, e);
      }
    }
  }

  /** Pays for what was computed and ends the sessions. A node that fails now goes without. */
  void finish() {
    hops.forEach(HopClient::closeChunk);
    for (HopClient hop : hops) {
      try {
        hop.settle();
        hop.close();
      } catch (HopFailed e) {
        LOG.warn("hop {} failed at the end of a session: {}", hop.hop(), e.reason().getMessage());
        hop.cut();
      }
    }
  }

  /** Drops all streams. */
  void cut() {
    everyone.forEach(HopClient::cut);
  }

  int failovers() {
    return failovers;
  }

  /** Along the route; where a node stepped in, behind the one it replaced. */
  List<HopReport> reports() {
    return everyone.stream()
        .sorted(Comparator.comparingInt(client -> client.hop().layerStart()))
        .map(HopClient::report)
        .toList();
  }

  private static HopClient resultOf(Future<HopClient> opened) {
    try {
      return opened.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof PeerzException known
          ? known
          : new PeerzException(ErrorCode.BUG, "opening a hop failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeerzException(ErrorCode.CANCELLED, "interrupted while opening a route", e);
    }
  }

  private ServerMessage.StepResult stepAt(
      int i, StepInput input, boolean sample, boolean closeChunk) {
    while (true) {
      try {
        return hops.get(i).step(input, sample, closeChunk);
      } catch (HopFailed e) {
        replace(i, e);
      }
    }
  }

  private void replace(int i, HopFailed failure) {
    LOG.warn("hop {} failed: {}", hops.get(i).hop(), failure.reason().getMessage());
    hops.get(i).cut();
    if (standbys.get(i).isEmpty()) {
      throw failure.reason();
    }
    failovers++;
    hops.set(i, openNext(i));
  }

  /** The next choice for a hop that opens and catches up; the last failure when none does. */
  private HopClient openNext(int i) {
    while (true) {
      Hop next = standbys.get(i).remove();
      try {
        HopClient client = opener.open(next, answer);
        everyone.add(client);
        catchUp(client, histories.get(i));
        return client;
      } catch (HopFailed e) {
        LOG.warn("hop {} cannot be used: {}", next, e.reason().getMessage());
        if (standbys.get(i).isEmpty()) {
          throw e.reason();
        }
      }
    }
  }

  private static void catchUp(HopClient client, HopHistory history) throws HopFailed {
    for (StepInput input : history.steps()) {
      client.step(input, false, true);
      client.settle();
    }
  }
}
