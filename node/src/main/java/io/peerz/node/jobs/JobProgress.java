package io.peerz.node.jobs;

import io.peerz.finetune.market.JobView;
import java.util.List;
import java.util.Locale;

/**
 * Where a job stands.
 *
 * @param record what was submitted
 * @param view what the chain says
 * @param rounds those that are settled, in order
 */
public record JobProgress(JobRecord record, JobView view, State state, List<RoundOutcome> rounds) {
  /** The words of the API. */
  public enum State {
    QUEUED,
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELLED;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    public boolean isFinal() {
      return this != QUEUED && this != RUNNING;
    }
  }

  public JobProgress {
    rounds = List.copyOf(rounds);
  }

  static State stateOf(JobRecord record, JobView view, boolean claimed) {
    boolean moved = !view.adapterRoot().equals(view.firstAdapterRoot());
    if (!view.closed()) {
      return claimed ? State.RUNNING : State.QUEUED;
    }
    if (record.cancelled()) {
      return State.CANCELLED;
    }
    return moved ? State.SUCCEEDED : State.FAILED;
  }

  /** Whether there is an adapter that is better than none. */
  public boolean hasAdapter() {
    return !view.adapterRoot().equals(view.firstAdapterRoot());
  }
}
