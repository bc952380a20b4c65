package io.peerz.devnet.swarm;

import io.peerz.devnet.bench.Goals;
import io.peerz.devnet.bench.Machine;
import io.peerz.devnet.bench.Markdown;
import io.peerz.inference.engine.ShardEngine;
import io.peerz.inference.generate.LocalGenerator;
import io.peerz.inference.route.RoutePlan;
import io.peerz.inference.sample.SamplingParams;
import io.peerz.inference.session.GenerationResult;
import io.peerz.inference.session.SessionConfig;
import io.peerz.node.lifecycle.Closer;
import io.peerz.proof.error.PeerzException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Breaks a ring again and again while it answers, and measures how long the text stands still, and
 * whether it goes on with the same tokens and every promise adds up. Blocking.
 */
public final class FailoverBench {
  private static final int TOKENS = 160;
  private static final int BREAK_AT = 20;
  private static final double NINETY_FIVE = 0.95;
  private static final double CRASH_MILLIS = 1_000;
  private static final double HANG_MILLIS = 2_000;

  private final Path folder;
  private final Closer running;
  private final SwarmModel model;
  private final int repetitions;
  private final Consumer<String> progress;
  private final Goals goals = new Goals();

  /**
   * Breaks each thing so often.
   *
   * @param running closes what was started when the measurement is interrupted
   */
  public FailoverBench(
      Path folder, Closer running, SwarmModel model, int repetitions, Consumer<String> progress) {
    this.folder = folder;
    this.running = running;
    this.model = model;
    this.repetitions = repetitions;
    this.progress = progress;
  }

  /** What may happen to the nodes of a ring. */
  private enum Fault {
    CRASH("SIGKILL", CRASH_MILLIS),
    HANG("SIGSTOP", HANG_MILLIS),
    CUT("link cut", HANG_MILLIS),
    SLOW("a tenth of its speed", HANG_MILLIS),
    TWO("SIGKILL of both hops", CRASH_MILLIS);

    private final String words;
    private final double mostMillis;

    Fault(String words, double mostMillis) {
      this.words = words;
      this.mostMillis = mostMillis;
    }
  }

  /**
   * What one kind of fault cost.
   *
   * @param silentMillis of every repetition, in ascending order
   * @param brokenRings how often nodes were replaced; a slow one may finish its answer
   */
  private record Outcome(List<Double> silentMillis, int sameText, int exactMoney, int brokenRings) {
    double quantile(double share) {
      return silentMillis.get((int) Math.ceil(share * silentMillis.size()) - 1);
    }
  }

  /** The figures as a Markdown page. */
  public String measure() {
    Machine machine = Machine.here();
    Markdown page = new Markdown("Figures of failover");
    page.text("Written by `./peerz bench failover`; run it again to get those of your machine.");
    page.text(
        ("%s, %d cores, %s, %s; load before the start %.1f. Two hops with a standby each, %d times"
                + " each fault, at the first hop and at the last in turn, %d tokens into an answer"
                + " of %d. The time is the longest silence between two tokens after the fault.")
            .formatted(
                machine.processor(),
                machine.cores(),
                machine.java(),
                machine.date(),
                machine.load(),
                repetitions,
                BREAK_AT,
                TOKENS));
    page.table(
        "Time to the next token",
        "fault",
        "rings given up",
        "p50 ms",
        "p95 ms",
        "longest ms",
        "same text",
        "money exact");
    List<Integer> expected = expected();
    try (Swarm swarm = running.add("swarm", new Swarm(folder, model, 128))) {
      List<SwarmNode> nodes = new ArrayList<>(swarm.start(twice(swarm.cut(2)), Duration.ZERO));
      warmUp(swarm, nodes);
      for (Fault fault : Fault.values()) {
        progress.accept(fault.words + " ...");
        row(page, fault, broken(swarm, nodes, fault, expected));
      }
    }
    goals.writeTo(page);
    return page.toString();
  }

  private void row(Markdown page, Fault fault, Outcome outcome) {
    page.row(
        fault.words,
        Integer.toString(outcome.brokenRings()),
        millis(outcome.quantile(0.5)),
        millis(outcome.quantile(NINETY_FIVE)),
        millis(outcome.quantile(1)),
        outcome.sameText() + " of " + repetitions,
        outcome.exactMoney() + " of " + repetitions);
    goals.atMost(
        fault.words + ": p95 to the next token",
        fault.mostMillis,
        outcome.quantile(NINETY_FIVE),
        "%.0f ms");
    goals.always(fault.words + ": same text", repetitions, outcome.sameText());
    goals.always(fault.words + ": money exact", repetitions, outcome.exactMoney());
  }

  private Outcome broken(Swarm swarm, List<SwarmNode> nodes, Fault fault, List<Integer> expected) {
    List<Double> silent = new ArrayList<>();
    int sameText = 0;
    int exactMoney = 0;
    int brokenRings = 0;
    for (int i = 0; i < repetitions; i++) {
      // Nodes 0 and 1 are the first hop and its standby, 2 and 3 the second and its own.
      List<SwarmNode> route = List.of(nodes.get(0), nodes.get(2));
      List<SwarmNode> spares = List.of(nodes.get(1), nodes.get(3));
      List<SwarmNode> victims = fault == Fault.TWO ? route : List.of(route.get(i % 2));
      Answer answer = answer(swarm, nodes, Swarm.plan(route, spares), victims, fault);
      silent.add(answer.silentMillis());
      sameText += answer.tokens().equals(expected) ? 1 : 0;
      exactMoney += answer.moneyExact() ? 1 : 0;
      brokenRings += answer.failovers() > 0 ? 1 : 0;
      victims.forEach(victim -> mend(swarm, nodes, victim, fault));
      if (fault == Fault.CRASH || fault == Fault.TWO) {
        warmUp(swarm, nodes);
      }
    }
    Collections.sort(silent);
    return new Outcome(silent, sameText, exactMoney, brokenRings);
  }

  /** One answer during which something broke. */
  private record Answer(
      double silentMillis, List<Integer> tokens, boolean moneyExact, int failovers) {}

  /** An answer that fails altogether counts as one that is wrong and never came. */
  private Answer answer(
      Swarm swarm, List<SwarmNode> nodes, RoutePlan plan, List<SwarmNode> victims, Fault fault) {
    BigInteger before = promised(swarm, nodes);
    TokenTimes times = new TokenTimes();
    AtomicLong brokenAt = new AtomicLong();
    try {
      GenerationResult result =
          swarm
              .runner(SessionConfig.defaults())
              .run(
                  plan,
                  swarm.request(SwarmBench.prompt(model), TOKENS),
                  (token, index) -> {
                    times.token();
                    if (index == BREAK_AT) {
                      brokenAt.set(System.nanoTime());
                      victims.forEach(victim -> breakNode(victim, fault));
                    }
                    return true;
                  });
      BigInteger paid = promised(swarm, nodes).subtract(before);
      return new Answer(
          times.longestMillisAfter(brokenAt.get()),
          result.tokens(),
          paid.equals(result.amountWei()),
          result.failovers());
    } catch (PeerzException e) {
      progress.accept(fault.words + " ended an answer: " + e.getMessage());
      return new Answer(Double.POSITIVE_INFINITY, List.of(), false, 0);
    }
  }

  private static void breakNode(SwarmNode victim, Fault fault) {
    switch (fault) {
      case CRASH, TWO -> victim.signal("KILL");
      case HANG -> victim.signal("STOP");
      case CUT -> victim.link().cut();
      case SLOW -> victim.setSlow(true);
    }
  }

  private static void mend(Swarm swarm, List<SwarmNode> nodes, SwarmNode victim, Fault fault) {
    switch (fault) {
      case HANG -> victim.signal("CONT");
      case CUT -> victim.link().mend();
      case SLOW -> victim.setSlow(false);
      case CRASH, TWO -> {
        int[] range = {victim.hop().layerStart(), victim.hop().layerEnd()};
        nodes.set(nodes.indexOf(victim), swarm.start(List.of(range), Duration.ZERO).getFirst());
      }
    }
  }

  /** Nodes that nobody used yet compile their code first. */
  private static void warmUp(Swarm swarm, List<SwarmNode> nodes) {
    for (int i = 0; i < 2; i++) {
      for (int spare = 0; spare < 2; spare++) {
        swarm
            .runner(SessionConfig.defaults())
            .run(
                Swarm.plan(List.of(nodes.get(spare), nodes.get(2 + spare))),
                swarm.request(List.of(1, 2, 3), TOKENS),
                (token, index) -> true);
      }
    }
  }

  private List<Integer> expected() {
    try (ShardEngine engine = model.engine(0, model.geometry().layers())) {
      int[] prompt = SwarmBench.prompt(model).stream().mapToInt(Integer::intValue).toArray();
      return new LocalGenerator(List.of(engine))
          .generate(prompt, SamplingParams.greedy(TOKENS), Set.of());
    }
  }

  private static BigInteger promised(Swarm swarm, List<SwarmNode> nodes) {
    return nodes.stream()
        .map(node -> swarm.purse().promisedWei(node.nodeId()))
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  private static List<int[]> twice(List<int[]> ranges) {
    List<int[]> all = new ArrayList<>();
    for (int[] range : ranges) {
      all.add(range);
      all.add(range);
    }
    return all;
  }

  private static String millis(double value) {
    return String.format(Locale.ROOT, "%.0f", value);
  }
}
