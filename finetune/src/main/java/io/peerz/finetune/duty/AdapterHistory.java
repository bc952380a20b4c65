package io.peerz.finetune.duty;

import io.peerz.finetune.aggregate.AdapterState;
import io.peerz.finetune.job.Recipe;
import io.peerz.finetune.market.JobView;
import io.peerz.finetune.market.RoundGains;
import io.peerz.finetune.market.RoundMarket;
import io.peerz.finetune.market.RoundResult;
import io.peerz.finetune.market.RoundView;
import io.peerz.finetune.market.TaskView;
import io.peerz.finetune.market.UnitView;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A job's adapter after each settled round, made by this node itself from the revealed updates and
 * checked against the root on chain. States are kept on disk by their root.
 */
public final class AdapterHistory {
  private final RoundMarket market;
  private final JobLibrary library;
  private final UpdateLoader updates;
  private final StateFiles files;

  public AdapterHistory(RoundMarket market, JobLibrary library, NodeFolder folder) {
    this.market = market;
    this.library = library;
    this.updates = new UpdateLoader(library);
    this.files = new StateFiles(folder);
  }

  /** The state that units of {@code round} start from. */
  AdapterState before(JobView job, int round) {
    return round == 0 ? first(job) : after(job, round - 1);
  }

  /** The state after a settled round; plays missing rounds from the last one on disk. */
  public AdapterState after(JobView job, int round) {
    int known = round;
    Optional<AdapterState> state = files.find(job.jobId(), rootAfter(job, known));
    while (state.isEmpty() && known >= 0) {
      known--;
      state = known < 0 ? Optional.of(first(job)) : files.find(job.jobId(), rootAfter(job, known));
    }
    AdapterState current = state.orElseThrow();
    for (int next = known + 1; next <= round; next++) {
      current = played(job, current, next);
    }
    return current;
  }

  /**
   * The state with this root: the job's first, its last, or any between; NOT_FOUND if the job never
   * had it.
   */
  public AdapterState withRoot(JobView job, Digest root) {
    Optional<AdapterState> kept = files.find(job.jobId(), root);
    if (kept.isPresent()) {
      return kept.get();
    }
    int settled = job.closed() ? job.currentRound() : job.currentRound() - 1;
    for (int round = settled; round >= -1; round--) {
      Digest then = round < 0 ? job.firstAdapterRoot() : rootAfter(job, round);
      if (then.equals(root)) {
        return round < 0 ? first(job) : after(job, round);
      }
    }
    throw new PeerzException(
        ErrorCode.NOT_FOUND,
        "job %s never had an adapter with root %s"
            .formatted(job.jobId().shortHex(), root.shortHex()));
  }

  private AdapterState first(JobView job) {
    return files.find(job.jobId(), job.firstAdapterRoot()).orElseGet(() -> fetchFirst(job));
  }

  private AdapterState fetchFirst(JobView job) {
    AdapterState state = library.firstState(job);
    files.keep(job.jobId(), state);
    return state;
  }

  private Digest rootAfter(JobView job, int round) {
    return round < job.currentRound()
        ? market.round(job.jobId(), round + 1).baseRoot()
        : job.adapterRoot();
  }

  private AdapterState played(JobView job, AdapterState before, int round) {
    RoundView view = market.round(job.jobId(), round);
    Recipe recipe = library.manifest(job).recipe();
    AdapterState after =
        view.task()
            .flatMap(TaskView::agreed)
            .map(result -> merged(job, view, before, recipe, result))
            .orElse(before);
    Digest expected = rootAfter(job, round);
    Require.that(
        after.root().equals(expected),
        ErrorCode.CHAIN_MISMATCH,
        "adapter after round %d of job %s has root %s, the chain says %s"
            .formatted(round, job.jobId().hex(), after.root().hex(), expected.hex()));
    files.keep(job.jobId(), after);
    return after;
  }

  private AdapterState merged(
      JobView job, RoundView view, AdapterState before, Recipe recipe, RoundResult result) {
    return next(
        before,
        recipe,
        view.task().flatMap(TaskView::order).orElseThrow(),
        result,
        job.terms().kappaMilli(),
        unit -> updates.load(view, recipe, before, unitOf(view, unit)));
  }

  private static UnitView unitOf(RoundView view, int number) {
    return view.units().get(number);
  }

  /**
   * The state after a round with this result: the updates that joined, in unit order, merged by the
   * recipe; unchanged if the round did not improve.
   */
  public static AdapterState next(
      AdapterState before,
      Recipe recipe,
      List<Integer> order,
      RoundResult result,
      int kappaMilli,
      Function<Integer, float[]> updateOf) {
    RoundGains gains = RoundGains.of(order.size(), result, kappaMilli);
    if (!gains.improves()) {
      return before;
    }
    List<float[]> joined = new ArrayList<>();
    gains.joinedUnits(order).forEach(unit -> joined.add(updateOf.apply(unit)));
    return before.after(joined, recipe.merge(), recipe.outer());
  }
}
