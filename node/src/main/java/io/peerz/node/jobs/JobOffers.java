package io.peerz.node.jobs;

import io.peerz.finetune.job.JobBudget;
import io.peerz.finetune.job.JobManifest;
import io.peerz.finetune.job.Recipe;
import io.peerz.ledger.finetune.JobDeadlines;
import io.peerz.ledger.finetune.JobOffer;
import io.peerz.ledger.finetune.JobPrices;
import io.peerz.ledger.finetune.UnitWork;

/** A job in the words of the contract. */
final class JobOffers {
  /** Gains below two standard errors are taken for noise. */
  private static final int KAPPA_MILLI = 2000;

  private JobOffers() {}

  static JobOffer of(JobManifest manifest, JobBudget budget, JobDeadlines deadlines) {
    Recipe recipe = manifest.recipe();
    return new JobOffer(
        manifest.baseModel(),
        manifest.adapterRoot(),
        manifest.trainRoot(),
        manifest.heldOutRoot(),
        recipe.hash(),
        budget.rounds(),
        budget.unitsPerRound(),
        budget.seats(),
        KAPPA_MILLI,
        new UnitWork(
            recipe.rows(), recipe.seqLen(), recipe.steps(), recipe.rank(), recipe.targets()),
        new JobPrices(
            budget.baseWei(),
            budget.improvementWei(),
            budget.targetGain(),
            budget.bondPerUnitWei(),
            budget.feePerSeatWei()),
        deadlines);
  }
}
