package io.peerz.finetune.duty;

import io.peerz.finetune.aggregate.AdapterState;
import io.peerz.finetune.credit.Gate;
import io.peerz.finetune.credit.RoundMeasurement;
import io.peerz.finetune.data.TokenizedExample;
import io.peerz.finetune.job.DataSlice;
import io.peerz.finetune.job.JobManifest;
import io.peerz.finetune.market.JobTerms;
import io.peerz.finetune.market.RoundMarket;
import io.peerz.finetune.market.RoundPhase;
import io.peerz.finetune.market.RoundResult;
import io.peerz.finetune.market.SeatView;
import io.peerz.finetune.market.TaskView;
import io.peerz.finetune.market.UnitView;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills the seats that a node was drawn for: train one unit again, measure, commit, reveal. The
 * measurement and each seat's salt are on disk before a commitment leaves.
 */
public final class SeatEvaluator implements RoundDuty {
  private static final Logger LOG = LoggerFactory.getLogger(SeatEvaluator.class);
  private static final String DUTY = "evaluate";
  private static final String MEASURED = "measured";

  private final RoundMarket market;
  private final Digest nodeId;
  private final NodeFolder folder;
  private final JobLibrary library;
  private final AdapterHistory history;
  private final HeldOutEvaluation evaluation;
  private final LocalTraining training;
  private final FairTraining fair;

  /**
   * @param training trains the first unit of a round's order again
   */
  public SeatEvaluator(
      RoundMarket market,
      Digest nodeId,
      NodeFolder folder,
      JobLibrary library,
      AdapterHistory history,
      HeldOutEvaluation evaluation,
      LocalTraining training) {
    this.market = market;
    this.nodeId = nodeId;
    this.folder = folder;
    this.library = library;
    this.history = history;
    this.evaluation = evaluation;
    this.training = training;
    this.fair = new FairTraining(library, training);
  }

  @Override
  public Progress tick(RoundNow now) {
    if (now.phase() instanceof RoundPhase.Settled) {
      return Progress.DONE;
    }
    Optional<TaskView> drawn =
        now.view().task().filter(task -> task.status() == TaskView.Status.DRAWN);
    Progress progress = Progress.WAITING;
    if (now.phase() instanceof RoundPhase.Evaluate && drawn.isPresent()) {
      for (SeatView seat : drawn.get().seatsOf(nodeId)) {
        progress = step(now, drawn.get(), seat) ? Progress.MOVED : progress;
      }
    }
    return progress;
  }

  private boolean step(RoundNow now, TaskView task, SeatView seat) {
    if (!seat.committed()) {
      return now.nowSeconds() < task.commitBySeconds() && commit(now, task, seat);
    }
    boolean open = task.allCommitted() || now.nowSeconds() >= task.commitBySeconds();
    boolean due = open && !seat.revealed() && now.nowSeconds() < task.revealBySeconds();
    return due && reveal(now, task, seat);
  }

  private boolean commit(RoundNow now, TaskView task, SeatView seat) {
    StepJournal steps = folder.steps(now, DUTY);
    if (steps.find(MEASURED).isEmpty() && !isForUs(now, task)) {
      return false;
    }
    Measured measured =
        Measured.decode(steps.once(MEASURED, () -> measureIfPossible(now, task).encode()));
    Digest salt = Digest.of(steps.once(saltOf(seat), () -> Salts.next().bytes()));
    Digest commitment =
        measured
            .result()
            .commitment(task.taskId(), seat.seat(), nodeId, measured.traceRoot(), salt);
    market.commitMeasurement(task.taskId(), seat.seat(), commitment);
    return true;
  }

  private boolean reveal(RoundNow now, TaskView task, SeatView seat) {
    StepJournal steps = folder.steps(now, DUTY);
    Optional<Measured> measured = steps.find(MEASURED).map(Measured::decode);
    Optional<Digest> salt = steps.find(saltOf(seat)).map(Digest::of);
    if (measured.isEmpty() || salt.isEmpty()) {
      return false;
    }
    market.revealMeasurement(
        task.taskId(),
        seat.seat(),
        measured.get().result(),
        measured.get().traceRoot(),
        salt.get());
    return true;
  }

  /** A node that holds another base stays silent. */
  private boolean isForUs(RoundNow now, TaskView task) {
    try {
      JobManifest manifest = library.manifest(now.job());
      return evaluation.canMeasure(manifest) && training.canTrain(manifest);
    } catch (PeerzException e) {
      if (!JobFault.is(e, !isPatient(now, task))) {
        throw e;
      }
      return true;
    }
  }

  /** Silence costs stake, so a job that hides its data is answered too, by all in the same way. */
  private Measured measureIfPossible(RoundNow now, TaskView task) {
    try {
      return measure(now, library.manifest(now.job()), task);
    } catch (PeerzException e) {
      if (!JobFault.is(e, !isPatient(now, task))) {
        throw e;
      }
      LOG.warn(
          "round {} of job {} cannot be measured: {}",
          now.round(),
          now.jobId().shortHex(),
          e.getMessage());
      int units = task.order().orElseThrow().size();
      return new Measured(RoundResult.unmeasured(units, now.view().baseRoot()), Digest.ZERO);
    }
  }

  private static String saltOf(SeatView seat) {
    return "salt-" + seat.seat();
  }

  /** What was measured, as it is remembered. */
  private record Measured(RoundResult result, Digest traceRoot) {
    byte[] encode() {
      byte[] encoded = result.encode();
      return ByteBuffer.allocate(Digest.LENGTH + encoded.length)
          .put(traceRoot.bytes())
          .put(encoded)
          .array();
    }

    static Measured decode(byte[] bytes) {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      byte[] trace = new byte[Digest.LENGTH];
      in.get(trace);
      return new Measured(RoundResult.decode(in), Digest.of(trace));
    }
  }

  private Measured measure(RoundNow now, JobManifest manifest, TaskView task) {
    AdapterState base = history.before(now.job(), now.round());
    List<Integer> order = task.order().orElseThrow();
    Map<Integer, float[]> updates = updates(now, manifest, task, base);
    TracedLosses losses =
        new TracedLosses(evaluation.around(manifest, base, heldOut(now, manifest)));
    int kappaMilli = now.job().terms().kappaMilli();
    RoundResult measured =
        RoundMeasurement.measure(
            losses,
            order.stream().map(updates::get).toList(),
            base.layout().elements(),
            Gate.of(now.job().terms()),
            isCaught(now, manifest, base, order.getFirst(), updates));
    AdapterState next =
        AdapterHistory.next(base, manifest.recipe(), order, measured, kappaMilli, updates::get);
    return new Measured(
        new RoundResult(measured.losses(), measured.standardErrors(), next.root()),
        losses.traceRoot(nodeId));
  }

  /**
   * Whether the unit that the seed put first is not what its assigned work gives. A unit whose blob
   * nobody serves counts as caught too, or a cheat would hide it as soon as it was drawn.
   */
  private boolean isCaught(
      RoundNow now,
      JobManifest manifest,
      AdapterState base,
      int first,
      Map<Integer, float[]> updates) {
    if (!Replay.covers(manifest.recipe().encoding())) {
      return false;
    }
    TrainedUnit again = fair.train(now, manifest, base, first, false);
    return !Replay.confirms(updates.get(first), again.update());
  }

  private Map<Integer, float[]> updates(
      RoundNow now, JobManifest manifest, TaskView task, AdapterState base) {
    UpdateLoader loader = new UpdateLoader(library);
    Map<Integer, float[]> updates = new HashMap<>();
    for (UnitView unit : now.view().counted()) {
      try {
        updates.put(unit.unit(), loader.load(now.view(), manifest.recipe(), base, unit));
      } catch (PeerzException e) {
        if (e.code() != ErrorCode.PEER_UNREACHABLE || isPatient(now, task)) {
          throw e;
        }
        updates.put(unit.unit(), new float[base.layout().elements()]);
      }
    }
    return updates;
  }

  /** In the first half of the time to commit a missing blob is asked for again. */
  private static boolean isPatient(RoundNow now, TaskView task) {
    JobTerms terms = now.job().terms();
    return now.nowSeconds() < task.commitBySeconds() - terms.evaluateSeconds() / 4;
  }

  /** Drawn by what was revealed: nobody knew it while training. One slice is one batch. */
  private List<List<TokenizedExample>> heldOut(RoundNow now, JobManifest manifest) {
    List<byte[]> parts = new ArrayList<>();
    parts.add(now.view().dataSeed().bytes());
    now.view().counted().forEach(unit -> parts.add(unit.updateRoot().bytes()));
    Digest seed = Keccak.hash(parts.toArray(byte[][]::new));
    List<Integer> chosen =
        SliceChoice.draw(seed, manifest.recipe().slicesPerMeasurement(), manifest.heldOut().size());
    return library.slices(now.job(), manifest.heldOut(), chosen).stream()
        .map(DataSlice::examples)
        .toList();
  }
}
