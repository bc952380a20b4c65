package io.peerz.devnet.swarm;

import io.peerz.devnet.bench.Goals;
import io.peerz.devnet.bench.Machine;
import io.peerz.devnet.bench.Markdown;
import io.peerz.inference.route.RoutePlan;
import io.peerz.inference.session.SessionConfig;
import io.peerz.node.lifecycle.Closer;
import io.peerz.proof.error.PeerzException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Keeps two shards busy with mixed sessions for a while and looks whether any is lost and whether
 * the nodes' memory stays what it was. Blocking for that while.
 */
public final class LongRunBench {
  private static final int HEAP_MIB = 1536;
  private static final int SHARDS = 2;
  private static final Duration SAMPLE = Duration.ofSeconds(2);
  private static final Duration STEP_PATIENCE = Duration.ofMinutes(10);
  private static final int BEHIND_LONGEST = 192;

  /** In percent, from the second third of the run to the last; the heap's own ups and downs. */
  private static final double MOST_GROWTH = 5;

  private final Path folder;
  private final Closer running;
  private final SwarmModel model;
  private final Duration length;
  private final int sessions;
  private final Consumer<String> progress;
  private final SessionTally tally = new SessionTally();
  private final Markdown page = new Markdown("A long run of mixed sessions");
  private final Goals goals = new Goals();

  /**
   * @param running closes what was started when the measurement is interrupted
   * @param length how long new sessions begin
   */
  public LongRunBench(
      Path folder,
      Closer running,
      SwarmModel model,
      Duration length,
      int sessions,
      Consumer<String> progress) {
    this.folder = folder;
    this.running = running;
    this.model = model;
    this.length = length;
    this.sessions = sessions;
    this.progress = progress;
  }

  /** The figures as a Markdown page. */
  public String measure() {
    Machine machine = Machine.here();
    try (Swarm swarm =
        running.add("long run", new Swarm(folder.resolve("long"), model, HEAP_MIB))) {
      List<SwarmNode> nodes = swarm.start(swarm.cut(SHARDS), Duration.ZERO);
      RoutePlan plan = Swarm.directPlan(nodes);
      long started = System.nanoTime();
      List<double[]> memory = run(swarm, plan, nodes, started);
      write(machine, memory, (System.nanoTime() - started) / 1e9);
    }
    return page.toString();
  }

  private List<double[]> run(Swarm swarm, RoutePlan plan, List<SwarmNode> nodes, long started) {
    long end = started + length.toNanos();
    List<double[]> memory = new ArrayList<>();
    try (ExecutorService users = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int user = 0; user < sessions; user++) {
        SessionMix mix = new SessionMix(user, model.geometry().vocab(), longest());
        users.execute(() -> ask(swarm, plan, mix, end));
      }
      while (System.nanoTime() < end) {
        pause();
        memory.add(nodes.stream().mapToDouble(SwarmNode::residentMib).toArray());
        progress.accept(
            "%d s: %d sessions ended, %d lost, %.0f MiB"
                .formatted(
                    (System.nanoTime() - started) / 1_000_000_000,
                    tally.ended(),
                    tally.lostCount(),
                    memory.getLast()[0]));
      }
    }
    return memory;
  }

  /** The longest prompt that leaves room for an answer. */
  private int longest() {
    return model.context() - BEHIND_LONGEST;
  }

  private void ask(Swarm swarm, RoutePlan plan, SessionMix mix, long end) {
    SessionConfig config = SessionConfig.defaults().withStepTimeout(STEP_PATIENCE);
    while (System.nanoTime() < end) {
      SessionMix.Wish wish = mix.next();
      List<Long> times = new ArrayList<>();
      long start = System.nanoTime();
      try {
        swarm
            .runner(config)
            .run(
                plan,
                swarm.request(wish.prompt(), wish.answer()),
                (token, index) -> {
                  times.add(System.nanoTime());
                  return System.nanoTime() < end;
                });
        if (System.nanoTime() < end) {
          tally.ended(wish.prompt().size(), start, times, times.size() == wish.answer());
        } else {
          tally.cut();
        }
      } catch (RuntimeException e) {
        tally.lost(e instanceof PeerzException known ? known.code().toString() : e.toString());
        pause(); // who is turned away does not come back at once
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(SAMPLE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(Machine machine, List<double[]> memory, double seconds) {
    page.text("Written by `./peerz bench longrun`; run it again to get those of your machine.");
    page.text(
        ("%s, %d cores, %s, %s; load before the start %.1f. Two shard processes of a random model of"
                + " %.0f million parameters (bfloat16, exact engine, one thread each), TLS, signing"
                + " journals, receipts and vouchers on disk; no chain. One user of %d asks with %,d"
                + " tokens, the others with 16 to 1,000; half of the prompts begin alike; answers"
                + " have 24 to 96 tokens. Users ask again as soon as they are answered, so the"
                + " machine is always full.")
            .formatted(
                machine.processor(),
                machine.cores(),
                machine.java(),
                machine.date(),
                machine.load(),
                model.millions(),
                sessions,
                longest()));
    page.table("Sessions in %.0f s".formatted(seconds), "what", "figure");
    page.row("sessions at once", Integer.toString(sessions));
    page.row("answers ended", Integer.toString(tally.ended()));
    page.row("cut off by the end of the run", Integer.toString(tally.cutOff()));
    page.row("lost", tally.lost().isEmpty() ? "0" : tally.lost().toString());
    page.row("prompt tokens per second", "%.1f".formatted(tally.promptTokens() / seconds));
    page.row("answer tokens per second", "%.1f".formatted(tally.answerTokens() / seconds));
    page.row("time between two tokens, median", millis(tally.gapMillis(0.5)));
    page.row("time between two tokens, p95", millis(tally.gapMillis(0.95)));
    page.row("time between two tokens, p99", millis(tally.gapMillis(0.99)));
    firstTokens();
    memory(memory);
    int all = tally.ended() + tally.lostCount();
    goals.always("sessions that were answered to their end", all, tally.ended());
    int longOnes = tally.firstMillis().getOrDefault(longest(), List.of()).size();
    goals.atLeast("answers to %,d tokens".formatted(longest()), 1, longOnes, "%.0f");
    goals.writeTo(page);
  }

  private void firstTokens() {
    page.table("Time to the first token", "prompt tokens", "answers", "median", "p95");
    tally
        .firstMillis()
        .forEach(
            (prompt, times) ->
                page.row(
                    Integer.toString(prompt),
                    Integer.toString(times.size()),
                    millis(SessionTally.quantile(times, 0.5)),
                    millis(SessionTally.quantile(times, 0.95))));
  }

  /** Growth from the second third of the run to the last: the first third warms up. */
  private void memory(List<double[]> samples) {
    page.table(
        "Memory of the nodes (MiB resident)", "node", "second third", "last third", "growth");
    for (int node = 0; node < SHARDS; node++) {
      int index = node;
      int third = samples.size() / 3;
      double before = mean(samples.subList(third, 2 * third), index);
      double after = mean(samples.subList(2 * third, samples.size()), index);
      double growth = 100 * (after / before - 1);
      page.row(
          Integer.toString(node),
          "%.0f".formatted(before),
          "%.0f".formatted(after),
          "%+.1f %%".formatted(growth));
      goals.atMost("growth of node " + node + " in percent", MOST_GROWTH, growth, "%.1f");
    }
    page.text(
        "A node's heap is bounded by %d MiB; KV caches and shared beginnings have budgets in it."
            .formatted(HEAP_MIB));
  }

  private static double mean(List<double[]> samples, int node) {
    return IntStream.range(0, samples.size())
        .mapToDouble(i -> samples.get(i)[node])
        .average()
        .orElse(Double.NaN);
  }

  private static String millis(double value) {
    return "%,.0f ms".formatted(value);
  }
}
