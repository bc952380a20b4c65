package io.peerz.finetune.train;

import io.peerz.finetune.corpus.Facts;
import io.peerz.finetune.corpus.PebbleCorpus;
import io.peerz.finetune.corpus.Sums;
import io.peerz.finetune.model.Batch;
import java.util.Locale;

/**
 * What the shipped model can do.
 *
 * @param heldOutLoss nats per token on text the training never drew
 * @param facts questions about the eight countries answered word for word
 * @param factsAsked how many were asked
 * @param sums sums answered word for word
 * @param sumsAsked how many were asked
 */
public record PebbleReport(double heldOutLoss, int facts, int factsAsked, int sums, int sumsAsked) {
  static final long HELD_OUT_SEED = 2;
  private static final int ROWS = 32;

  /** Measures {@code model}, whose weights should be as stored. */
  public static PebbleReport measure(WholeModel model) {
    Batch heldOut =
        Packing.batch(new PebbleCorpus(HELD_OUT_SEED), ROWS, model.config().maxPositions());
    return new PebbleReport(
        model.loss(heldOut),
        AnswerCheck.exact(model, Facts.all()),
        Facts.all().size(),
        AnswerCheck.exact(model, Sums.all()),
        Sums.all().size());
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "held-out loss %.4f nats per token, facts %d of %d, sums %d of %d",
        heldOutLoss,
        facts,
        factsAsked,
        sums,
        sumsAsked);
  }
}
