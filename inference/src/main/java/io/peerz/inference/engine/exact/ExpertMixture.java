package io.peerz.inference.engine.exact;

import io.peerz.inference.model.Experts;
import io.peerz.inference.model.ModelConfig;
import io.peerz.inference.weights.FeedForward;
import java.util.Arrays;

/**
 * The feed-forward half of a block with a mixture of experts.
 *
 * <p>Per row: p = softmax of the router's products, its sum in canonical order; the row visits the
 * {@code perToken} experts of largest p, the lower number first among equals; shares are p, divided
 * by their sum in rising order of experts where the model says so. The result is the chain y =
 * fma(share, expert(x), y) over the visited experts in rising order, from +0: a row's bits do not
 * depend on the rows beside it, though rows of one expert are computed together.
 */
final class ExpertMixture {
  private final Experts experts;
  private final int width;
  private final Products products;
  private final Gate gate;
  private final float[] shares;
  private final float[] input;
  private final float[] gated;
  private final float[] up;
  private final float[] output;
  private final float[] lanes = new float[Canon.LANES];
  private final int[] visitors = new int[Tile.ROWS];

  ExpertMixture(ModelConfig config, Experts experts, Products products, Gate gate) {
    this.experts = experts;
    this.width = config.geometry().dModel();
    this.products = products;
    this.gate = gate;
    shares = new float[Tile.ROWS * experts.count()];
    input = new float[Tile.ROWS * width];
    output = new float[Tile.ROWS * width];
    gated = new float[Tile.ROWS * experts.innerWidth()];
    up = new float[Tile.ROWS * experts.innerWidth()];
  }

  /** Fills {@code tile.delta} from {@code tile.normed}. */
  void mix(Tile tile, FeedForward.Mixture weights) {
    products.multiply(tile.normed, weights.router(), shares, tile.count);
    for (int row = 0; row < tile.count; row++) {
      chooseExperts(row * experts.count());
    }
    Arrays.fill(tile.delta, 0, tile.count * width, 0f);
    for (int expert = 0; expert < experts.count(); expert++) {
      visit(tile, expert, weights.experts().get(expert));
    }
  }

  /** Turns a row's router products into the shares of its experts; others get zero. */
  private void chooseExperts(int at) {
    int count = experts.count();
    float max = Float.NEGATIVE_INFINITY;
    for (int i = at; i < at + count; i++) {
      max = Math.max(max, shares[i]);
    }
    for (int i = at; i < at + count; i++) {
      shares[i] = Canon.exp(shares[i] - max);
    }
    float sum = Canon.sum(shares, at, count, lanes);
    for (int i = at; i < at + count; i++) {
      shares[i] /= sum;
    }
    keepLargest(at);
    if (experts.renormalised()) {
      float kept = 0;
      for (int i = at; i < at + count; i++) {
        kept += shares[i];
      }
      for (int i = at; i < at + count; i++) {
        shares[i] /= kept;
      }
    }
  }

  private void keepLargest(int at) {
    float[] kept = new float[experts.count()];
    for (int n = 0; n < experts.perToken(); n++) {
      int best = 0;
      for (int i = 1; i < experts.count(); i++) {
        best = shares[at + i] > shares[at + best] ? i : best;
      }
      kept[best] = shares[at + best];
      shares[at + best] = -1;
    }
    System.arraycopy(kept, 0, shares, at, kept.length);
  }

  private void visit(Tile tile, int expert, FeedForward.Dense weights) {
    int count = 0;
    for (int row = 0; row < tile.count; row++) {
      if (shares[row * experts.count() + expert] > 0) {
        System.arraycopy(tile.normed, row * width, input, count * width, width);
        visitors[count++] = row;
      }
    }
    if (count == 0) {
      return;
    }
    products.multiply(input, weights.gate(), gated, count);
    products.multiply(input, weights.up(), up, count);
    gate.apply(gated, up, count * experts.innerWidth());
    products.multiply(gated, weights.down(), output, count);
    for (int i = 0; i < count; i++) {
      float share = shares[visitors[i] * experts.count() + expert];
      int target = visitors[i] * width;
      for (int k = 0; k < width; k++) {
        tile.delta[target + k] = Math.fma(share, output[i * width + k], tile.delta[target + k]);
      }
    }
  }
}
