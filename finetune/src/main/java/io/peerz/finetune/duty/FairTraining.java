package io.peerz.finetune.duty;

import io.peerz.finetune.aggregate.AdapterState;
import io.peerz.finetune.job.JobManifest;
import io.peerz.proof.error.PeerzException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a unit whatever the job is like. A recipe whose loss is not a number any more, or data
 * that no model can read, costs the submitter the round and not the node its bond: the unit is
 * handed in and moves nothing, which whoever repeats it finds too. Blocks on the network.
 */
final class FairTraining {
  private static final Logger LOG = LoggerFactory.getLogger(FairTraining.class);

  private final UnitInputs inputs;
  private final LocalTraining training;

  FairTraining(JobLibrary library, LocalTraining training) {
    this.inputs = new UnitInputs(library);
    this.training = training;
  }

  /**
   * The unit, trained.
   *
   * @param lastChance whether there is no time left to ask for missing data again
   */
  TrainedUnit train(
      RoundNow now, JobManifest manifest, AdapterState base, int unit, boolean lastChance) {
    boolean fetched = false;
    try {
      UnitTask task = inputs.task(now, manifest, base, unit);
      fetched = true;
      return training.train(task);
    } catch (PeerzException e) {
      // With the data at hand, a peer that fails is a stage that this node named.
      if (!JobFault.is(e, lastChance && !fetched)) {
        throw e;
      }
      LOG.warn(
          "unit {} of round {} of job {} moves nothing: {}",
          unit,
          now.round(),
          now.jobId().shortHex(),
          e.getMessage());
      return UnitSteps.unmoved(base.layout().elements());
    }
  }
}
