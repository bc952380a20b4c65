package io.peerz.devnet.swarm;

import io.peerz.devnet.bench.Goals;
import io.peerz.devnet.bench.Markdown;
import io.peerz.devnet.simulation.DiscoveryTrial;
import io.peerz.devnet.simulation.LiarTrial;
import io.peerz.devnet.simulation.SessionTrial;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What the trials in simulated time give, as tables and goals of a page. */
final class SimulationFigures {
  private static final int NODES = 200;
  private static final double CHURN = 0.2;
  private static final Duration SPAN = Duration.ofMinutes(2);
  private static final long SEED = 7;
  private static final int LIARS = 50;
  private static final int REQUESTS = 30;
  private static final double MOST_START_MILLIS = 3_000;
  private static final double MOST_CHANGE_MILLIS = 5_000;

  private final Markdown page;
  private final Goals goals;

  SimulationFigures(Markdown page, Goals goals) {
    this.page = page;
    this.goals = goals;
  }

  void add() {
    liars();
    discovery();
    sessions();
  }

  private void liars() {
    page.table(
        "One liar among 24 honest nodes",
        "what it claims",
        "swarms",
        "of its first %d requests (mean)".formatted(REQUESTS),
        "of the next %d".formatted(REQUESTS));
    row("ten times its speed", LiarTrial.Lie.TEN_TIMES_ITS_SPEED);
    row("0 ms to the client, 80 ms in truth", LiarTrial.Lie.NO_LATENCY);
    page.text(
        "By the book that a gateway keeps of its nodes, on answers whose times are off by up to"
            + " 10 % besides.");
  }

  private void row(String claim, LiarTrial.Lie lie) {
    double early = 0;
    double late = 0;
    int lost = 0;
    for (int seed = 0; seed < LIARS; seed++) {
      List<Boolean> overLiar = new LiarTrial(lie, seed).play(2 * REQUESTS);
      early += count(overLiar.subList(0, REQUESTS));
      long after = count(overLiar.subList(REQUESTS, 2 * REQUESTS));
      late += after;
      lost += after == 0 ? 1 : 0;
    }
    page.row(claim, Integer.toString(LIARS), mean(early), mean(late));
    goals.always(
        "a node that claims %s loses its traffic within %d requests".formatted(claim, REQUESTS),
        LIARS,
        lost);
  }

  private static long count(List<Boolean> requests) {
    return requests.stream().filter(over -> over).count();
  }

  private static String mean(double sum) {
    return String.format(Locale.ROOT, "%.1f", sum / LIARS);
  }

  private void discovery() {
    DiscoveryTrial.Outcome outcome = new DiscoveryTrial(NODES, CHURN, SPAN, SEED).play();
    page.table(
        "%d nodes, %.0f %% of them replaced a minute: who is known when (simulated ms)"
            .formatted(NODES, 100 * CHURN),
        "to know",
        "times",
        "p50",
        "p95",
        "longest");
    row("the living, since a client's start", outcome.starts());
    row("a node that came or went", outcome.changes());
    goals.atMost(
        "simulated ms from a client's start until it knows the swarm",
        MOST_START_MILLIS,
        (double) outcome.starts().getLast().toMillis(),
        "%.0f");
    goals.atMost(
        "simulated ms from a change until a client knows it",
        MOST_CHANGE_MILLIS,
        (double) outcome.changes().getLast().toMillis(),
        "%.0f");
  }

  private void row(String what, List<Duration> ascending) {
    page.row(
        what,
        Integer.toString(ascending.size()),
        millis(ascending, 0.5),
        millis(ascending, 0.95),
        millis(ascending, 1));
  }

  private static String millis(List<Duration> ascending, double share) {
    int at = (int) Math.ceil(share * ascending.size()) - 1;
    return Long.toString(ascending.get(at).toMillis());
  }

  private void sessions() {
    SessionTrial.Outcome outcome = new SessionTrial(NODES, CHURN, SPAN, SEED).play();
    page.table(
        "Answers of up to a minute over the same swarm",
        "answers",
        "times a node of one left",
        "times nobody stood by",
        "lost",
        "lost for want of a layer");
    page.row(
        Integer.toString(outcome.sessions()),
        Integer.toString(outcome.disturbed()),
        Integer.toString(outcome.rerouted()),
        Integer.toString(outcome.lost()),
        Integer.toString(outcome.uncovered()));
    page.text(
        "Then all nodes of layers 8 to 11 left at once; the refusal names layers %s."
            .formatted(outcome.namedLayers()));
    goals.always(
        "answers go on while every layer is covered",
        outcome.sessions(),
        outcome.sessions() - outcome.lost());
    goals.always(
        "no_route names the layers that are missing",
        1,
        outcome.namedLayers().equals(outcome.missingLayers()) ? 1 : 0);
  }
}
