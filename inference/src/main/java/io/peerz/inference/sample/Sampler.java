package io.peerz.inference.sample;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;

import io.peerz.proof.error.Require;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/**
 * Chooses a token; a pure function of logits, parameters, position and earlier tokens, with the
 * same result on every machine.
 *
 * <p>Order of rules: bias, penalties, temperature, top-k, top-p, min-p, draw. Candidates stand by
 * falling logit, then rising id; weights are exp((logit - max) / temperature) by StrictMath in
 * double, summed in that order. Weights below 2^-60 of the largest are never drawn.
 */
public final class Sampler {
  private static final double SMALLEST_WEIGHT = 0x1.0p-60;

  /** Samples without regard to earlier tokens; only for parameters without penalties. */
  public int sample(float[] logits, SamplingParams params, long position) {
    return sample(logits, params, position, new TokenCounts());
  }

  /** Samples among all tokens; only for parameters without a format. */
  public int sample(float[] logits, SamplingParams params, long position, TokenCounts earlier) {
    Require.that(
        params.format().isEmpty(), BAD_REQUEST, "an answer in a format is not generated here");
    return sample(logits, params, position, earlier, Optional.empty());
  }

  /**
   * Samples with the penalties that earlier tokens bring.
   *
   * @param position index of the chosen token in the sequence: tokens before it, prompt included
   * @param allowed the tokens to choose among, at least one; empty for all
   */
  public int sample(
      float[] logits,
      SamplingParams params,
      long position,
      TokenCounts earlier,
      Optional<BitSet> allowed) {
    float[] scores = adjusted(logits, params, earlier);
    allowed.ifPresent(tokens -> hide(scores, tokens));
    int best = argmax(scores);
    if (params.temperature() == 0) {
      return best;
    }
    long[] order = candidates(scores, scores[best], params);
    double[] weights = new double[order.length];
    for (int i = 0; i < order.length; i++) {
      weights[i] = weight(scores[id(order[i])], scores[best], params.temperature());
    }
    int kept = keep(weights, params);
    double total = 0;
    for (int i = 0; i < kept; i++) {
      total += weights[i];
    }
    double target = CounterRandom.uniform(params.seed(), position) * total;
    double sum = 0;
    for (int i = 0; i < kept; i++) {
      sum += weights[i];
      if (target < sum) {
        return id(order[i]);
      }
    }
    return id(order[kept - 1]);
  }

  private static float[] adjusted(float[] logits, SamplingParams params, TokenCounts earlier) {
    float[] scores = logits.clone();
    for (float score : scores) {
      Require.that(!Float.isNaN(score), BAD_REQUEST, "a logit is NaN; the weights are broken.");
    }
    params
        .logitBias()
        .forEach(
            (id, bias) -> {
              Require.range(BAD_REQUEST, "token id of logit_bias", id, 0, scores.length - 1L);
              scores[id] += bias.floatValue();
            });
    if (params.hasPenalties()) {
      earlier.forEach((id, count) -> scores[id] = penalised(scores[id], count, params));
    }
    return scores;
  }

  private static void hide(float[] scores, BitSet allowed) {
    int first = allowed.nextSetBit(0);
    Require.that(
        first >= 0 && first < scores.length, BAD_REQUEST, "no token may follow in this format");
    for (int id = allowed.nextClearBit(0); id < scores.length; id = allowed.nextClearBit(id + 1)) {
      scores[id] = Float.NEGATIVE_INFINITY;
    }
  }

  private static float penalised(float score, int count, SamplingParams params) {
    double penalty = params.repetitionPenalty();
    double repeated = score > 0 ? score / penalty : score * penalty;
    return (float) (repeated - count * params.frequencyPenalty() - params.presencePenalty());
  }

  /** The lowest id among the largest values. */
  private static int argmax(float[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return best;
  }

  private static double weight(float score, float max, double temperature) {
    return StrictMath.exp(((double) score - max) / temperature);
  }

  /** Sort keys of the tokens that may be drawn, by falling score, then rising id. */
  private static long[] candidates(float[] scores, float max, SamplingParams params) {
    double margin = StrictMath.log(SMALLEST_WEIGHT) * params.temperature();
    long[] keys = new long[scores.length];
    int count = 0;
    for (int i = 0; i < scores.length; i++) {
      if ((double) scores[i] - max >= margin) {
        keys[count++] = key(scores[i], i);
      }
    }
    Arrays.sort(keys, 0, count);
    return Arrays.copyOf(keys, params.topK() == 0 ? count : Math.min(count, params.topK()));
  }

  /** High half rises as the score falls; low half is the id. */
  private static long key(float score, int id) {
    int bits = Float.floatToIntBits(score + 0f);
    int rising = bits >= 0 ? bits : bits ^ Integer.MAX_VALUE;
    return ((long) ~rising << 32) | id;
  }

  private static int id(long key) {
    return (int) key;
  }

  private static int keep(double[] weights, SamplingParams params) {
    double all = 0;
    for (double weight : weights) {
      all += weight;
    }
    int kept = 0;
    double sum = 0;
    while (kept < weights.length
        && (kept == 0 || (sum < params.topP() * all && weights[kept] >= params.minP()))) {
      sum += weights[kept++];
    }
    return kept;
  }
}
