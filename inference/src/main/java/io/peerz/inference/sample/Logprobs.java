package io.peerz.inference.sample;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * How likely the model itself held a token that was drawn, before bias, penalties, temperature and
 * format. A node's word: no receipt covers it.
 *
 * @param logprob of the drawn token
 * @param likeliest tokens by falling probability, as many as were asked for
 */
public record Logprobs(double logprob, List<ScoredToken> likeliest) {
  public static final int MAX_LIKELIEST = 20;
  private static final Comparator<ScoredToken> RISING =
      Comparator.comparingDouble(ScoredToken::logprob)
          .thenComparing(ScoredToken::token, Comparator.reverseOrder());

  public Logprobs {
    likeliest = List.copyOf(likeliest);
  }

  /** Log-softmax of the logits, in double. */
  public static Logprobs of(float[] logits, int drawn, int most) {
    double max = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      max = Math.max(max, logit);
    }
    double sum = 0;
    for (float logit : logits) {
      sum += StrictMath.exp(logit - max);
    }
    double norm = max + StrictMath.log(sum);
    PriorityQueue<ScoredToken> best = new PriorityQueue<>(RISING);
    for (int id = 0; id < logits.length && most > 0; id++) {
      best.add(new ScoredToken(id, Math.min(0, logits[id] - norm)));
      if (best.size() > most) {
        best.remove();
      }
    }
    List<ScoredToken> likeliest = new ArrayList<>(best);
    likeliest.sort(RISING.reversed());
    return new Logprobs(Math.min(0, logits[drawn] - norm), likeliest);
  }
}
