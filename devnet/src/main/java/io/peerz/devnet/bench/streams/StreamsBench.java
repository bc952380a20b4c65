package io.peerz.devnet.bench.streams;

import io.peerz.devnet.bench.Goals;
import io.peerz.devnet.bench.Machine;
import io.peerz.devnet.bench.Markdown;
import io.peerz.devnet.bench.Memory;
import io.peerz.devnet.demo.Stage;
import io.peerz.devnet.network.DevNetwork;
import io.peerz.devnet.network.NetworkPlan;
import io.peerz.devnet.network.NetworkState;
import io.peerz.devnet.process.ProcessRecord;
import io.peerz.node.gateway.StopTokens;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Reads more and more streams of one gateway at once, checks each text against its seed's, and then
 * does it again beside readers that hardly read. The caller stops the network. Blocking.
 */
public final class StreamsBench {
  /** What lets so many in: settings of the gateway and of the nodes. */
  public static final Map<String, String> SETTINGS =
      Map.of(
          "PEERZ_REQUESTS", "256",
          "PEERZ_REQUEST_RATE", "0",
          "PEERZ_SESSIONS", "256",
          "PEERZ_CACHE_MIB", "64",
          "PEERZ_DEPOSIT", "20");

  private static final int SEEDS = 20;
  private static final int WARM_UPS = 40;
  private static final int SLOW_READERS = 10;

  /** Ten more readers than 200 are a twentieth more work; the rest is noise. */
  private static final double SLOWED_AT_MOST = 1.25;

  private final DevNetwork network;
  private final NetworkPlan plan;
  private final Stage stage;
  private final List<Integer> counts;
  private final Map<Integer, Double> limits = new LinkedHashMap<>();

  /**
   * @param counts streams at once, one run for each; the last one is run beside slow readers too
   */
  public StreamsBench(DevNetwork network, NetworkPlan plan, Stage stage, List<Integer> counts) {
    this.network = network;
    this.plan = plan;
    this.stage = stage;
    this.counts = List.copyOf(counts);
  }

  /** The figures as a Markdown page; fails where a text is not its seed's. */
  public String measure() {
    Machine machine = Machine.here();
    try (EngineBatch engine = new EngineBatch(plan.model())) {
      counts.forEach(count -> limits.put(count, engine.tokensPerSecond(count)));
    }
    network.start();
    int endToken = StopTokens.of(plan.model()).iterator().next();
    try (StoryReader stories = new StoryReader(network.gateway(), network.modelName(), endToken)) {
      List<String> texts = IntStream.range(0, SEEDS).mapToObj(stories::whole).toList();
      IntStream.range(0, WARM_UPS / SEEDS).forEach(_ -> run(stories, texts, SEEDS, 0));
      List<StreamRun> runs = new ArrayList<>();
      counts.forEach(count -> runs.add(run(stories, texts, count, 0)));
      runs.add(run(stories, texts, counts.getLast(), SLOW_READERS));
      return page(machine, runs);
    }
  }

  private StreamRun run(StoryReader stories, List<String> texts, int streams, int slow) {
    List<SlowReader> slowOnes = new ArrayList<>();
    try {
      IntStream.range(0, slow).forEach(i -> slowOnes.add(SlowReader.open(stories, i)));
      long started = System.nanoTime();
      List<Heard> heard = readAll(stories, streams);
      double seconds = (System.nanoTime() - started) / 1e9;
      long right = heard.stream().filter(h -> h.text().equals(texts.get(h.seed()))).count();
      StreamRun run =
          new StreamRun(
              streams,
              slow,
              right,
              seconds,
              heard,
              gatewayMib(),
              limits.getOrDefault(streams, 0.0));
      stage.line(line(run));
      if (right < streams) {
        throw new PeerzException(
            ErrorCode.BUG,
            "%d of %d streams said something else".formatted(streams - right, streams));
      }
      return run;
    } finally {
      slowOnes.forEach(SlowReader::close);
    }
  }

  private static List<Heard> readAll(StoryReader stories, int streams) {
    try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Heard>> all =
          IntStream.range(0, streams)
              .mapToObj(i -> (Callable<Heard>) () -> stories.stream(i % SEEDS))
              .toList();
      List<Heard> heard = new ArrayList<>();
      for (Future<Heard> one : readers.invokeAll(all)) {
        heard.add(one.get());
      }
      return heard;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof PeerzException known) {
        throw known;
      }
      throw new PeerzException(ErrorCode.BUG, "a reader failed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeerzException(ErrorCode.CANCELLED, "interrupted while reading streams", e);
    }
  }

  private double gatewayMib() {
    return NetworkState.read(network.folder().state()).stream()
        .flatMap(state -> state.running().stream())
        .filter(process -> process.name().equals("gateway"))
        .mapToLong(ProcessRecord::pid)
        .mapToDouble(Memory::residentMib)
        .sum();
  }

  private static String line(StreamRun run) {
    return String.format(
        Locale.ROOT,
        "  %3d streams, %2d slow: %d right, %.0f tokens/s, first %.0f ms, gap %.1f ms",
        run.streams(),
        run.slow(),
        run.right(),
        run.tokensPerSecond(),
        run.firstMillis(0.5),
        run.gapMillis(0.5));
  }

  private String page(Machine machine, List<StreamRun> runs) {
    Markdown page = new Markdown("Many streams through one gateway");
    page.text("Written by `./peerz bench streams`; run it again to get those of your machine.");
    page.text(
        ("%s, %d cores, %s, %s; load before the start %.1f. %s, %s, a gateway, a chain and the"
                + " readers share the cores; every token is paid for.")
            .formatted(
                machine.processor(),
                machine.cores(),
                machine.java(),
                machine.date(),
                machine.load(),
                network.modelName(),
                plan.nodesInWords()));
    page.table(
        "Streams at once",
        "streams",
        "slow readers",
        "right texts",
        "tokens/s",
        "limit: engine alone",
        "ratio",
        "first token, ms (p50, p95)",
        "between tokens, ms (p50, p95)",
        "gateway, MiB");
    runs.forEach(run -> row(page, run));
    goals(runs).writeTo(page);
    page.text(
        ("Each stream is %d tokens of a story with one of %d seeds; right means letter for letter"
             + " the text of the same seed asked for alone, so nothing of another stream is in it."
             + " The limit decides one token for each of as many texts in each step, whole model in"
             + " one process on all cores, without network, payment or sampling. A slow reader asks"
             + " for some 3 MB and takes 4 kB a second of it; the gateway waits for its socket, so"
             + " it holds one event for it, and its session pays for no more than was taken. All of"
             + " the gateway's objects live in a heap of 96 MiB.")
            .formatted(StoryReader.TOKENS, SEEDS));
    return page.toString();
  }

  /** The last two runs are the same but for the slow readers. */
  private static Goals goals(List<StreamRun> runs) {
    StreamRun alone = runs.get(runs.size() - 2);
    StreamRun beside = runs.getLast();
    Goals goals = new Goals();
    for (StreamRun run : runs) {
      String readers = run.slow() == 0 ? "" : " beside %d slow readers".formatted(run.slow());
      goals.always(
          "%d streams at once%s: right texts".formatted(run.streams(), readers),
          run.streams(),
          Math.toIntExact(run.right()));
    }
    goals.atMost(
        "slow readers: first token of the others, p95, times as long",
        SLOWED_AT_MOST,
        beside.firstMillis(0.95) / alone.firstMillis(0.95),
        "%.2f");
    goals.atMost(
        "slow readers: time between tokens of the others, p95, times as long",
        SLOWED_AT_MOST,
        beside.gapMillis(0.95) / alone.gapMillis(0.95),
        "%.2f");
    return goals;
  }

  private static void row(Markdown page, StreamRun run) {
    page.row(
        number("%.0f", run.streams()),
        number("%.0f", run.slow()),
        number("%.0f", (double) run.right()),
        number("%.0f", run.tokensPerSecond()),
        number("%.0f", run.engineTokensPerSecond()),
        number("%.2f", run.tokensPerSecond() / run.engineTokensPerSecond()),
        number("%.0f", run.firstMillis(0.5)) + ", " + number("%.0f", run.firstMillis(0.95)),
        number("%.1f", run.gapMillis(0.5)) + ", " + number("%.1f", run.gapMillis(0.95)),
        number("%.0f", run.gatewayMib()));
  }

  private static String number(String form, double value) {
    return String.format(Locale.ROOT, form, value);
  }
}
