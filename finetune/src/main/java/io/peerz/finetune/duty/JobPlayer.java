package io.peerz.finetune.duty;

import io.peerz.finetune.market.JobView;
import io.peerz.finetune.market.RoundMarket;
import io.peerz.proof.error.ErrorKind;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays a node's duties in all rounds of all jobs. One thread calls {@link #tick} again and again;
 * a duty that fails is tried again at the next tick and never keeps the others from theirs, however
 * it fails: a job's content comes from strangers.
 */
public final class JobPlayer {
  private static final Logger LOG = LoggerFactory.getLogger(JobPlayer.class);
  private static final String DONE = "done";

  private final RoundMarket market;
  private final NodeFolder folder;
  private final List<RoundDuty> duties;
  private Optional<RuntimeException> unforeseen = Optional.empty();

  public JobPlayer(RoundMarket market, NodeFolder folder, List<RoundDuty> duties) {
    this.market = market;
    this.folder = folder;
    this.duties = List.copyOf(duties);
  }

  /**
   * Takes every step that is due; whether there was one. A failure that nobody foresaw is thrown
   * when all other steps have been taken.
   */
  public boolean tick() {
    TreeSet<Digest> jobs = new TreeSet<>(folder.jobs());
    jobs.addAll(market.openJobs());
    unforeseen = Optional.empty();
    boolean moved = false;
    for (Digest jobId : jobs) {
      JobView job = market.job(jobId);
      for (int round = 0; round <= job.currentRound(); round++) {
        moved |= play(jobId, round);
      }
    }
    if (unforeseen.isPresent()) {
      throw unforeseen.get();
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

  private Progress attempt(RoundDuty duty, RoundNow now) {
    try {
      return duty.tick(now);
    } catch (RuntimeException e) {
      LOG.warn(
          "{} waits in round {} of job {}: {}",
          duty.getClass().getSimpleName(),
          now.round(),
          now.jobId().shortHex(),
          e.getMessage());
      if (!(e instanceof PeerzException known) || known.code().kind() == ErrorKind.BUG) {
        unforeseen = unforeseen.or(() -> Optional.of(e));
      }
      return Progress.WAITING;
    }
  }
}
