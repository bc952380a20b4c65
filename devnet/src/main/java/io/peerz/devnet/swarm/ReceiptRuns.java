package io.peerz.devnet.swarm;

import io.peerz.devnet.bench.ReceiptCost;
import io.peerz.inference.session.SessionConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures a token's time with few and with many tokens to a receipt. */
public final class ReceiptRuns {
  private static final List<Integer> CHUNKS = List.of(1, 2, 4, 8, ReceiptCost.USUAL_CHUNK, 64);
  private static final int ROUNDS = 7;
  private static final int WARM_UPS = 6;
  private static final int TOKENS = 192;
  private static final int HEAP_MIB = 128;

  private ReceiptRuns() {}

  /** Two shard processes over TLS with journals, receipts and vouchers on disk. Blocking. */
  public static ReceiptCost measure(Path folder, SwarmModel model) {
    Map<Integer, List<Double>> samples = new LinkedHashMap<>();
    try (Swarm swarm = new Swarm(folder, model, HEAP_MIB)) {
      List<SwarmNode> nodes = swarm.start(swarm.cut(2), Duration.ZERO);
      for (int round = -WARM_UPS; round < ROUNDS; round++) {
        for (int chunk : CHUNKS) {
          double millis = millisPerToken(swarm, nodes, chunk);
          if (round >= 0) {
            samples.computeIfAbsent(chunk, c -> new ArrayList<>()).add(millis);
          }
        }
      }
    }
    Map<Integer, Double> medians = new LinkedHashMap<>();
    samples.forEach((chunk, all) -> medians.put(chunk, median(all)));
    return new ReceiptCost(medians);
  }

  // The mean over the answer: a median between tokens would not see one receipt in 32.
  private static double millisPerToken(Swarm swarm, List<SwarmNode> nodes, int chunk) {
    TokenTimes times = new TokenTimes();
    swarm
        .runner(SessionConfig.defaults().withMaxDrafts(0).withChunkTokens(chunk))
        .run(
            Swarm.plan(nodes),
            swarm.request(SwarmBench.prompt(swarm.model()), TOKENS),
            (token, index) -> {
              times.token();
              return true;
            });
    return 1000 / times.perSecond();
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }
}
