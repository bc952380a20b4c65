package io.peerz.node.api.finetune;

import io.peerz.finetune.market.UnitView;
import io.peerz.node.jobs.JobProgress;
import io.peerz.node.jobs.JobQuote;
import io.peerz.node.jobs.JobRecord;
import io.peerz.node.jobs.RoundOutcome;
import io.peerz.node.units.Amounts;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.util.OptionalLong;

/** A job, its rounds and its checkpoints as JSON. */
final class JobShapes {
  private static final double NANO = 1e-9;

  private JobShapes() {}

  static JsonObject job(JobProgress progress) {
    JobRecord record = progress.record();
    JobProgress.State state = progress.state();
    boolean usable = progress.hasAdapter() && state == JobProgress.State.SUCCEEDED;
    long units = progress.rounds().stream().mapToLong(round -> round.units().size()).sum();
    return new JsonObject()
        .put("id", record.id())
        .put("object", "fine_tuning.job")
        .put("created_at", record.createdAtSeconds())
        .put("finished_at", state.isFinal() ? finishedAt(progress) : null)
        .put("model", record.base())
        .put("fine_tuned_model", usable ? record.adapterName() : null)
        .put("organization_id", "peerz")
        .put("status", state.word())
        .put("error", error(progress))
        .put("training_file", record.fileId())
        .put("validation_file", null)
        .put("result_files", new JsonArray())
        .put("trained_tokens", units * record.unitTokens())
        .put("user_provided_suffix", record.suffix().isEmpty() ? null : record.suffix())
        .put("hyperparameters", new JsonObject().put("n_epochs", progress.view().terms().rounds()))
        .put("peerz", extras(progress));
  }

  private static JsonObject extras(JobProgress progress) {
    JobRecord record = progress.record();
    JsonArray rounds = new JsonArray();
    progress.rounds().forEach(round -> rounds.add(round(round)));
    return new JsonObject()
        .put("job", record.jobId())
        .put("adapter", record.adapterName())
        .put("adapterRoot", progress.view().adapterRoot().hex())
        .put("ceiling", Amounts.exact(new BigInteger(record.ceilingWei())))
        .put("rounds", rounds);
  }

  private static JsonObject round(RoundOutcome round) {
    JsonArray units = new JsonArray();
    round.units().forEach(unit -> units.add(unit(unit)));
    return new JsonObject()
        .put("round", round.round() + 1)
        .put("lossBefore", nats(round.lossBefore()))
        .put("lossAfter", nats(round.lossAfter()))
        .put("adapterRoot", round.adapterRoot().hex())
        .put("units", units);
  }

  private static JsonObject unit(UnitView unit) {
    return new JsonObject()
        .put("unit", unit.unit())
        .put("node", unit.nodeId().hex())
        .put("status", unit.status().name().toLowerCase(java.util.Locale.ROOT))
        .put("paidGain", unit.paidGain() * NANO)
        .put("pay", Amounts.exact(unit.payWei()));
  }

  static Double nats(OptionalLong nanoNats) {
    return nanoNats.isPresent() ? nanoNats.getAsLong() * NANO : null;
  }

  private static JsonObject error(JobProgress progress) {
    if (progress.state() != JobProgress.State.FAILED) {
      return null;
    }
    boolean trained = progress.rounds().stream().anyMatch(round -> !round.units().isEmpty());
    return trained
        ? error(
            "no_improvement",
            "no round lowered the held-out loss; what was not earned is back in the wallet."
                + " Try a lower learning rate or more data")
        : error(
            "no_trainers",
            "no node took a unit in any round; all of the escrow is back in the wallet."
                + " Raise the ceiling or the time to claim, and submit again");
  }

  private static JsonObject error(String code, String message) {
    return new JsonObject().put("code", code).put("param", null).put("message", message);
  }

  private static long finishedAt(JobProgress progress) {
    return progress.rounds().isEmpty()
        ? progress.record().createdAtSeconds()
        : progress.rounds().getLast().atSeconds();
  }

  static JsonObject quote(JobQuote quote) {
    return new JsonObject()
        .put("object", "peerz.fine_tuning.estimate")
        .put("macs", quote.totalMacs().toString())
        .put("least", Amounts.exact(quote.leastWei()))
        .put("ceiling", Amounts.exact(quote.ceilingWei()));
  }

  static JsonObject checkpoint(JobRecord record, RoundOutcome round) {
    JsonObject metrics =
        new JsonObject()
            .put("step", round.round() + 1)
            .put("valid_loss", nats(round.lossAfter()))
            .put("full_valid_loss", nats(round.lossAfter()));
    return new JsonObject()
        .put("id", checkpointId(record, round))
        .put("object", "fine_tuning.job.checkpoint")
        .put("created_at", round.atSeconds())
        .put("fine_tuning_job_id", record.id())
        .put("fine_tuned_model_checkpoint", record.checkpointName(round.round()))
        .put("step_number", round.round() + 1)
        .put("metrics", metrics);
  }

  static String checkpointId(JobRecord record, RoundOutcome round) {
    return "ftckpt-" + record.id().substring("ftjob-".length()) + "-" + (round.round() + 1);
  }
}
