package io.peerz.node.api.finetune;

import io.peerz.ledger.finetune.JobDeadlines;
import io.peerz.ledger.finetune.JobOffer;
import io.peerz.ledger.finetune.JobPrices;
import io.peerz.ledger.finetune.UnitWork;
import io.peerz.node.jobs.JobDraft;
import io.vertx.core.json.JsonObject;

/** A job that waits for its wallet, under the names of the contract's {@code JobParams}. */
final class DraftShape {
  private DraftShape() {}

  static JsonObject of(JobDraft draft) {
    return JobShapes.quote(draft.quote())
        .put("object", "peerz.fine_tuning.draft")
        .put("escrowWei", draft.offer().escrowWei().toString())
        .put("uri", draft.uri())
        .put("params", params(draft.offer()));
  }

  private static JsonObject params(JobOffer offer) {
    JsonObject json =
        new JsonObject()
            .put("modelId", offer.modelId().hex())
            .put("adapterBaseRoot", offer.firstAdapterRoot().hex())
            .put("trainDataRoot", offer.trainRoot().hex())
            .put("evalSetRoot", offer.heldOutRoot().hex())
            .put("recipeHash", offer.recipeHash().hex())
            .put("rounds", offer.rounds())
            .put("unitsPerRound", offer.unitsPerRound())
            .put("seats", offer.seats())
            .put("kappaMilli", offer.kappaMilli());
    addWork(json, offer.work());
    addPrices(json, offer.prices());
    addDeadlines(json, offer.deadlines());
    return json;
  }

  private static void addWork(JsonObject json, UnitWork work) {
    json.put("seqs", work.seqs())
        .put("seqLen", work.seqLen())
        .put("steps", work.steps())
        .put("rank", work.rank())
        .put("targets", work.targets());
  }

  private static void addPrices(JsonObject json, JobPrices prices) {
    json.put("targetGain", prices.targetGain())
        .put("basePerRound", prices.basePerRoundWei().toString())
        .put("improvementPerRound", prices.improvementPerRoundWei().toString())
        .put("bondPerUnit", prices.bondPerUnitWei().toString())
        .put("feePerSeat", prices.feePerSeatWei().toString());
  }

  private static void addDeadlines(JsonObject json, JobDeadlines deadlines) {
    json.put("claimSecs", deadlines.claim())
        .put("commitSecs", deadlines.commit())
        .put("revealSecs", deadlines.reveal())
        .put("evalSecs", deadlines.evaluate())
        .put("challengeSecs", deadlines.challenge());
  }
}
