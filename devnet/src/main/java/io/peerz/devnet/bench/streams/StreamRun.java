package io.peerz.devnet.bench.streams;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Streams that were read at once.
 *
 * @param slow readers beside them that hardly read
 * @param right streams whose text is that of their seed
 * @param seconds from the first request to the last token
 * @param gatewayMib resident memory of the gateway at the end
 * @param engineTokensPerSecond of the engine alone with so many texts; the limit
 */
record StreamRun(
    int streams,
    int slow,
    long right,
    double seconds,
    List<Heard> heard,
    double gatewayMib,
    double engineTokensPerSecond) {
  StreamRun {
    heard = List.copyOf(heard);
  }

  double tokensPerSecond() {
    return heard.size() * StoryReader.TOKENS / seconds;
  }

  double firstMillis(double share) {
    return at(share, Heard::firstMillis);
  }

  double gapMillis(double share) {
    return at(share, Heard::gapMillis);
  }

  private double at(double share, ToDoubleFunction<Heard> figure) {
    List<Double> sorted = heard.stream().mapToDouble(figure).sorted().boxed().toList();
    return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(share * sorted.size())));
  }
}
