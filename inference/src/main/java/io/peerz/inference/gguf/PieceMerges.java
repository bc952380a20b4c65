package io.peerz.inference.gguf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which pieces join to which, in the order in which they do. SentencePiece joins the two neighbours
 * whose whole has the best score; a list of merges says the same when each word is listed once for
 * every way to cut it into two words, best scores first.
 */
final class PieceMerges {
  /** Longer words are not cut; none is in use. */
  private static final int MAX_LENGTH = 256;

  /** Two neighbours that become one word. */
  record Pair(String left, String right) {}

  private record Scored(Pair pair, double score, int left, int right) {}

  private PieceMerges() {}

  static List<Pair> of(List<String> words, List<Double> scores) {
    if (scores.size() != words.size()) {
      throw Gguf.bad("the tokenizer has " + scores.size() + " scores for its words.");
    }
    Map<String, Integer> ids = new HashMap<>();
    for (int id = 0; id < words.size(); id++) {
      ids.put(words.get(id), id);
    }
    List<Scored> found = new ArrayList<>();
    for (int id = 0; id < words.size(); id++) {
      String word = words.get(id);
      for (int cut = 1; cut < word.length() && word.length() <= MAX_LENGTH; cut++) {
        Integer left = ids.get(word.substring(0, cut));
        Integer right = ids.get(word.substring(cut));
        if (left != null && right != null) {
          Pair pair = new Pair(words.get(left), words.get(right));
          found.add(new Scored(pair, scores.get(id), left, right));
        }
      }
    }
    found.sort(
        Comparator.comparingDouble(Scored::score)
            .reversed()
            .thenComparingInt(Scored::left)
            .thenComparingInt(Scored::right));
    return found.stream().map(Scored::pair).toList();
  }
}
