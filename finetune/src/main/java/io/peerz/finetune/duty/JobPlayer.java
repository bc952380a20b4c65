package io.peerz.finetune.duty;

import io.peerz.finetune.market.JobView;
import io.peerz.finetune.market.RoundMarket;
import io.peerz.proof.error.ErrorKind;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import java.util.List;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays a node's duties in all rounds of all jobs. One thread calls {@link #tick} again and again;
 * a duty that fails is tried again at the next tick and never keeps the others from theirs.
 */
public final class JobPlayer {
  private static final Logger LOG = LoggerFactory.getLogger(JobPlayer.class);
  private static final String DONE = "done";

  private final RoundMarket market;
  private final NodeFolder folder;
  private final List<RoundDuty> duties;

  public JobPlayer(RoundMarket market, NodeFolder folder, List<RoundDuty> duties) {
    this.market = market;
    this.folder = folder;
    this.duties = List.copyOf(duties);
  }

  /** Takes every step that is due; whether there was one. */
  public boolean tick() {
    TreeSet<Digest> jobs = new TreeSet<>(folder.jobs());
    jobs.addAll(market.openJobs());
    boolean moved = false;
    for (Digest jobId : jobs) {
      JobView job = market.job(jobId);
      for (int round = 0; round <= job.currentRound(); round++) {
        moved |= play(jobId, round);
      }
    }
    return moved;
  }

  private boolean play(Digest jobId, int round) {
    StepJournal steps = new StepJournal(folder.job(jobId).resolve("round-" + round));
    if (steps.find(DONE).isPresent()) {
      return false;
    }
    RoundNow now = RoundNow.look(market, jobId, round);
    boolean moved = false;
    boolean done = now.view().settled();
    for (RoundDuty duty : duties) {
      Progress progress = attempt(duty, now);
      moved |= progress == Progress.MOVED;
      done &= progress == Progress.DONE;
    }
    if (done) {
      steps.once(DONE, () -> new byte[0]);
    }
    return moved;
  }

  private static Progress attempt(RoundDuty duty, RoundNow now) {
    try {
      return duty.tick(now);
    } catch (PeerzException e) {
      if (e.code().kind() == ErrorKind.BUG) {
        throw e;
      }
      LOG.warn(
          "{} waits in round {} of job {}: {}",
          duty.getClass().getSimpleName(),
          now.round(),
          now.jobId().shortHex(),
          e.getMessage());
      return Progress.WAITING;
    }
  }
}
