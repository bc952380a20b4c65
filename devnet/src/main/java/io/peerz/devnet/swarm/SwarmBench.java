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
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Measures what cutting a model over processes and links costs. Blocking, a few minutes. */
public final class SwarmBench {
  private static final int PROMPT = 24;
  private static final int TOKENS = 64;
  private static final int ROUNDS = 3;

  /** Tokens before the first that is timed: a node that serves has compiled its code long ago. */
  private static final int WARM_UP_TOKENS = 1_500;

  private static final int CONCURRENT = 64;
  private static final int CONCURRENT_TOKENS = 32;
  private static final List<Integer> DELAYS_MILLIS = List.of(0, 10, 25);
  private static final int FAR_MILLIS = 25;
  private static final double MOST_OVERHEAD_PERCENT = 15;
  private static final double LEAST_PER_SECOND = 10;
  private static final double LEAST_PER_SECOND_GUESSING = 20;

  /** One token at a time: what the ring itself takes. */
  private static final SessionConfig PLAIN = SessionConfig.defaults().withMaxDrafts(0);

  private final Path folder;
  private final Closer running;
  private final SwarmModel small;
  private final SwarmModel large;
  private final Consumer<String> progress;
  private final Markdown page = new Markdown("Figures of the swarm");
  private final Goals goals = new Goals();

  /**
   * @param running closes what was started when the measurement is interrupted
   * @param small a model that so many nodes of one machine can serve
   */
  public SwarmBench(
      Path folder, Closer running, SwarmModel small, SwarmModel large, Consumer<String> progress) {
    this.folder = folder;
    this.running = running;
    this.small = small;
    this.large = large;
    this.progress = progress;
  }

  /** The figures as a Markdown page. */
  public String measure() {
    Machine machine = Machine.here();
    page.text("Written by `./peerz bench swarm`; run it again to get those of your machine.");
    page.text(
        ("%s, %d cores, %s, %s; load before the start %.1f: a load above the number of cores means"
                + " that other work slowed all of it. Real processes, TLS, signing journals,"
                + " receipts and vouchers on disk; no chain. One engine thread in each process. Greedy,"
                + " %d prompt tokens; median time between two tokens, best of %d runs after %d"
                + " tokens to warm up.")
            .formatted(
                machine.processor(),
                machine.cores(),
                machine.java(),
                machine.date(),
                machine.load(),
                PROMPT,
                ROUNDS,
                WARM_UP_TOKENS));
    page.table(
        "Two shards at 0 ms against one process",
        "model",
        "one process ms/token",
        "two processes, ring",
        "of it computing",
        "two processes, client relays",
        "overhead of the ring");
    List<Runnable> later = new ArrayList<>();
    overhead(large, 1024, later);
    try (Swarm swarm = swarm("small", small, 128)) {
      Map<List<Integer>, SwarmNode> nodes = start(swarm);
      overheadRow(small, swarm, nodesOf(swarm, nodes, 2));
      later.forEach(Runnable::run);
      slope(swarm, nodes);
      guesses(swarm, nodesOf(swarm, nodes, 2));
      concurrent(swarm, nodesOf(swarm, nodes, 4));
    }
    goals.writeTo(page);
    return page.toString();
  }

  private void overhead(SwarmModel model, int heapMib, List<Runnable> later) {
    progress.accept("two shards of %.0f million parameters ...".formatted(model.millions()));
    try (Swarm swarm = swarm("large", model, heapMib)) {
      List<SwarmNode> nodes = swarm.start(swarm.cut(2), Duration.ZERO);
      goals.atMost(
          "overhead of 2 shards of %.0f million parameters at 0 ms".formatted(model.millions()),
          MOST_OVERHEAD_PERCENT,
          overheadRow(model, swarm, nodes),
          "%.0f %%");
      nodes.forEach(node -> node.link().setOneWay(Duration.ofMillis(FAR_MILLIS)));
      double plain = perSecond(swarm, nodes, PLAIN);
      double guessing = perSecond(swarm, nodes, SessionConfig.defaults());
      later.add(
          () ->
              page.text(
                  ("%.0f million parameters over 2 shards at %d ms one way: %.1f tokens/s, and %.1f"
                          + " with guesses of the first hop (the text of random weights repeats"
                          + " itself).")
                      .formatted(model.millions(), FAR_MILLIS, plain, guessing)));
    }
  }

  private Swarm swarm(String name, SwarmModel model, int heapMib) {
    return running.add(name, new Swarm(folder.resolve(name), model, heapMib));
  }

  /** Returns what the ring takes longer than one process, percent. */
  private double overheadRow(SwarmModel model, Swarm swarm, List<SwarmNode> nodes) {
    double whole = oneProcess(model);
    RoutePlan plan = Swarm.directPlan(nodes);
    warmUp(swarm, plan);
    double ring = best(swarm, plan, PLAIN);
    double computing = swarm.computingMillis(nodes);
    double relay = best(swarm, plan, SessionConfig.defaults().withRelay());
    double percent = 100 * (ring / whole - 1);
    page.row(
        "%.1f million parameters".formatted(model.millions()),
        millis(whole),
        millis(ring),
        millis(computing),
        millis(relay),
        "%+.0f %%".formatted(percent));
    return percent;
  }

  private void warmUp(Swarm swarm, RoutePlan plan) {
    for (int tokens = 0; tokens < WARM_UP_TOKENS; tokens += TOKENS) {
      run(swarm, plan, prompt(swarm.model()), TOKENS);
    }
  }

  private double oneProcess(SwarmModel model) {
    try (ShardEngine engine = model.engine(0, model.geometry().layers())) {
      LocalGenerator generator = new LocalGenerator(List.of(engine));
      int[] prompt = prompt(model).stream().mapToInt(Integer::intValue).toArray();
      double best = Double.MAX_VALUE;
      for (int tokens = -WARM_UP_TOKENS; tokens < ROUNDS * TOKENS; tokens += TOKENS) {
        TokenTimes times = new TokenTimes();
        generator.generate(prompt, SamplingParams.greedy(TOKENS), Set.of(), token -> times.token());
        best = Math.min(best, times.medianMillis());
      }
      return best;
    }
  }

  /** Every range that rings of 2, 3 and 4 hops need, each in one process. */
  private Map<List<Integer>, SwarmNode> start(Swarm swarm) {
    progress.accept("rings of 2, 3 and 4 hops ...");
    List<int[]> ranges =
        IntStream.rangeClosed(2, 4)
            .boxed()
            .flatMap(hops -> swarm.cut(hops).stream())
            .map(range -> List.of(range[0], range[1]))
            .distinct()
            .map(range -> new int[] {range.get(0), range.get(1)})
            .toList();
    List<SwarmNode> started = swarm.start(ranges, Duration.ZERO);
    Map<List<Integer>, SwarmNode> nodes = new HashMap<>();
    for (int i = 0; i < ranges.size(); i++) {
      nodes.put(List.of(ranges.get(i)[0], ranges.get(i)[1]), started.get(i));
    }
    return nodes;
  }

  private static List<SwarmNode> nodesOf(
      Swarm swarm, Map<List<Integer>, SwarmNode> nodes, int hops) {
    return swarm.cut(hops).stream().map(r -> nodes.get(List.of(r[0], r[1]))).toList();
  }

  private void slope(Swarm swarm, Map<List<Integer>, SwarmNode> nodes) {
    List<String> columns = new ArrayList<>(List.of("hops"));
    DELAYS_MILLIS.forEach(delay -> columns.add(delay + " ms"));
    columns.add("one-way delays per token");
    columns.add("of them unavoidable");
    page.table("Time per token against one-way delay (ms)", columns.toArray(String[]::new));
    for (int hops = 2; hops <= 4; hops++) {
      List<SwarmNode> ring = nodesOf(swarm, nodes, hops);
      List<String> cells = new ArrayList<>(List.of(Integer.toString(hops)));
      List<Double> times = new ArrayList<>();
      for (int delay : DELAYS_MILLIS) {
        ring.forEach(node -> node.link().setOneWay(Duration.ofMillis(delay)));
        times.add(best(swarm, Swarm.plan(ring), PLAIN));
        cells.add(millis(times.getLast()));
      }
      ring.forEach(node -> node.link().setOneWay(Duration.ZERO));
      double slope = (times.getLast() - times.getFirst()) / DELAYS_MILLIS.getLast();
      cells.add(String.format(Locale.ROOT, "%.2f", slope));
      cells.add(Integer.toString(hops));
      goals.atMost(
          "one-way delays per token with %d shards".formatted(hops), hops + 1.5, slope, "%.2f");
      page.row(cells.toArray(String[]::new));
    }
    page.text(
        "Every link of a ring has the delay, the one to the client too. A token goes round k links"
            + " while the copy for the client travels beside, so the time between two tokens has k"
            + " delays in it and the first token k + 1.");
  }

  /** Text that repeats itself against text that does not. */
  private void guesses(Swarm swarm, List<SwarmNode> nodes) {
    progress.accept("guessing ahead ...");
    page.table(
        "Guessing ahead at %d ms one way, 2 hops (tokens/s)".formatted(FAR_MILLIS),
        "text",
        "one token a round",
        "with guesses",
        "same text");
    nodes.forEach(node -> node.link().setOneWay(Duration.ofMillis(FAR_MILLIS)));
    List<Integer> ordinary = prompt(small);
    List<Integer> repeating = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      repeating.addAll(ordinary.subList(0, 12));
    }
    guessesRow("with repetition", swarm, nodes, repeating, LEAST_PER_SECOND_GUESSING);
    guessesRow("ordinary", swarm, nodes, ordinary, LEAST_PER_SECOND);
    nodes.forEach(node -> node.link().setOneWay(Duration.ZERO));
  }

  private void guessesRow(
      String name, Swarm swarm, List<SwarmNode> nodes, List<Integer> prompt, double least) {
    RoutePlan plan = Swarm.plan(nodes);
    Timed plain = timed(swarm, plan, prompt, PLAIN);
    Timed guessing = timed(swarm, plan, prompt, SessionConfig.defaults());
    page.row(
        name,
        "%.1f".formatted(plain.perSecond()),
        "%.1f".formatted(guessing.perSecond()),
        plain.tokens().equals(guessing.tokens()) ? "yes" : "no");
    String where = " at %d ms one way, 2 shards, text %s".formatted(FAR_MILLIS, name);
    goals.atLeast("tokens/s without guesses" + where, LEAST_PER_SECOND, plain.perSecond(), "%.1f");
    goals.atLeast("tokens/s with guesses" + where, least, guessing.perSecond(), "%.1f");
    goals.always(
        "same text with guesses" + where, 1, plain.tokens().equals(guessing.tokens()) ? 1 : 0);
  }

  private double perSecond(Swarm swarm, List<SwarmNode> nodes, SessionConfig config) {
    return timed(swarm, Swarm.plan(nodes), prompt(swarm.model()), config).perSecond();
  }

  private record Timed(List<Integer> tokens, double perSecond) {}

  private static Timed timed(
      Swarm swarm, RoutePlan plan, List<Integer> prompt, SessionConfig config) {
    TokenTimes times = new TokenTimes();
    GenerationResult result =
        swarm
            .runner(config)
            .run(
                plan,
                swarm.request(prompt, 2 * TOKENS),
                (token, index) -> {
                  times.token();
                  return true;
                });
    return new Timed(result.tokens(), times.perSecond());
  }

  private void concurrent(Swarm swarm, List<SwarmNode> nodes) {
    progress.accept(CONCURRENT + " sessions at once ...");
    RoutePlan plan = Swarm.plan(nodes);
    List<Integer> prompt = prompt(small);
    List<Integer> alone = run(swarm, plan, prompt, CONCURRENT_TOKENS).tokens();
    long start = System.nanoTime();
    List<Future<GenerationResult>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CONCURRENT; i++) {
        running.add(threads.submit(() -> run(swarm, plan, prompt, CONCURRENT_TOKENS)));
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    long same = running.stream().filter(one -> tokens(one).equals(alone)).count();
    page.table("Sessions at once on four nodes", "sessions", "same text as alone", "tokens/s");
    page.row(
        Integer.toString(CONCURRENT),
        Long.toString(same),
        "%.0f".formatted(CONCURRENT * CONCURRENT_TOKENS / seconds));
    goals.always(
        "%d sessions at once, each as alone".formatted(CONCURRENT), CONCURRENT, (int) same);
  }

  private static List<Integer> tokens(Future<GenerationResult> session) {
    try {
      return session.get().tokens();
    } catch (ExecutionException e) {
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeerzException(ErrorCode.CANCELLED, "interrupted while measuring", e);
    }
  }

  private GenerationResult run(Swarm swarm, RoutePlan plan, List<Integer> prompt, int tokens) {
    return swarm
        .runner(SessionConfig.defaults())
        .run(plan, swarm.request(prompt, tokens), (token, index) -> true);
  }

  private double best(Swarm swarm, RoutePlan plan, SessionConfig config) {
    double best = Double.MAX_VALUE;
    for (int i = 0; i < ROUNDS; i++) {
      TokenTimes times = new TokenTimes();
      swarm
          .runner(config)
          .run(
              plan,
              swarm.request(prompt(swarm.model()), TOKENS),
              (token, index) -> {
                times.token();
                return true;
              });
      best = Math.min(best, times.medianMillis());
    }
    return best;
  }

  static List<Integer> prompt(SwarmModel model) {
    int vocab = model.geometry().vocab();
    return IntStream.range(0, PROMPT).mapToObj(i -> (i * 37 + 11) % vocab).toList();
  }

  private static String millis(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
