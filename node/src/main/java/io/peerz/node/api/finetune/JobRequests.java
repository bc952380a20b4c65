package io.peerz.node.api.finetune;

import io.peerz.ledger.finetune.JobDeadlines;
import io.peerz.node.api.BadParameter;
import io.peerz.node.api.Fields;
import io.peerz.node.jobs.JobOrder;
import io.peerz.node.jobs.JobRequest;
import io.peerz.node.units.Amounts;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.math.BigInteger;
import java.util.Set;

/**
 * A fine-tuning request as JSON. OpenAI's fields mean what they mean there; an epoch is a round.
 * What only we have stands under {@code peerz}.
 */
final class JobRequests {
  private static final String IDEMPOTENCY_KEY = "idempotency-key";

  /** Seconds; each phase but the last ends early when everybody has moved. */
  private static final JobDeadlines DEADLINES = new JobDeadlines(60, 900, 120, 900, 30);

  /** Thirty days; the contract takes no more. */
  private static final long MOST_PHASE_SECONDS = 30L * 24 * 3600;

  private JobRequests() {}

  static JobRequest of(RoutingContext request) {
    Fields body = Fields.ofBody(request);
    body.refuse(Set.of("validation_file", "integrations"));
    requireSupervised(body);
    Fields extras = inner(body, "peerz");
    String key = request.request().getHeader(IDEMPOTENCY_KEY);
    return new JobRequest(
        body.text("training_file"),
        body.text("model"),
        body.has("suffix") ? body.text("suffix") : "",
        order(hyperparameters(body), extras),
        deadlines(inner(extras, "deadlines")),
        extras.has("max_spend") ? Amounts.toWei(extras.text("max_spend")) : BigInteger.ZERO,
        body.whole("seed", 1, 0, Long.MAX_VALUE),
        key == null ? "" : key);
  }

  private static void requireSupervised(Fields body) {
    if (body.has("method") && !inner(body, "method").text("type").equals("supervised")) {
      throw BadParameter.unsupported("method", "only 'supervised' is served");
    }
  }

  /** They stand at the top in older clients, under the method in newer ones. */
  private static Fields hyperparameters(Fields body) {
    if (body.has("hyperparameters")) {
      return inner(body, "hyperparameters").withoutAuto();
    }
    return inner(inner(inner(body, "method"), "supervised"), "hyperparameters").withoutAuto();
  }

  private static JobOrder order(Fields hyper, Fields extras) {
    JobOrder usual = JobOrder.DEFAULT;
    double multiplier = hyper.number("learning_rate_multiplier", 1, 1e-6, 1e6);
    return new JobOrder(
        (int) extras.whole("rounds", hyper.whole("n_epochs", usual.rounds(), 1, 1000), 1, 1000),
        (int) extras.whole("units", usual.units(), 1, 16),
        (int) extras.whole("steps", usual.steps(), 1, 100_000),
        (int) extras.whole("rows", hyper.whole("batch_size", usual.rows(), 1, 4096), 1, 4096),
        (int) extras.whole("seq_len", usual.seqLen(), 2, 1 << 20),
        (int) extras.whole("rank", usual.rank(), 1, 1024),
        extras.number("learning_rate", usual.learningRate() * multiplier, 1e-9, 1),
        (int) extras.whole("seats", usual.seats(), 1, 21));
  }

  private static JobDeadlines deadlines(Fields given) {
    JobDeadlines usual = DEADLINES;
    long most = MOST_PHASE_SECONDS;
    return new JobDeadlines(
        given.whole("claim", usual.claim(), 1, most),
        given.whole("commit", usual.commit(), 1, most),
        given.whole("reveal", usual.reveal(), 1, most),
        given.whole("evaluate", usual.evaluate(), 2, most),
        given.whole("challenge", usual.challenge(), 1, most));
  }

  private static Fields inner(Fields outer, String name) {
    return new Fields(outer.has(name) ? outer.object(name) : new JsonObject());
  }
}
