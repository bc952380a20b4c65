package io.peerz.node.jobs;

import io.peerz.finetune.market.RoundGains;
import io.peerz.finetune.market.RoundResult;
import io.peerz.finetune.market.RoundView;
import io.peerz.finetune.market.TaskView;
import io.peerz.finetune.market.UnitView;
import io.peerz.proof.id.Digest;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A settled round as its submitter sees it.
 *
 * @param lossBefore held-out loss in nano-nats per token, empty if none was agreed on
 * @param lossAfter the same with the round's kept updates
 * @param units with what each was paid
 * @param adapterRoot after the round
 * @param atSeconds when the committee finished, or the round's last deadline
 */
public record RoundOutcome(
    int round,
    OptionalLong lossBefore,
    OptionalLong lossAfter,
    List<UnitView> units,
    Digest adapterRoot,
    long atSeconds) {
  public RoundOutcome {
    units = List.copyOf(units);
  }

  /** Of a round that the chain shows as settled. */
  static RoundOutcome of(RoundView view, int kappaMilli, Digest adapterRoot) {
    Optional<RoundResult> agreed =
        view.task().flatMap(TaskView::agreed).filter(RoundResult::isMeasured);
    OptionalLong before = OptionalLong.empty();
    OptionalLong after = OptionalLong.empty();
    if (agreed.isPresent()) {
      RoundGains gains =
          RoundGains.of(agreed.get().standardErrors().size(), agreed.get(), kappaMilli);
      before = OptionalLong.of(agreed.get().losses().getFirst());
      after = OptionalLong.of(before.getAsLong() - (gains.improves() ? gains.totalGain() : 0));
    }
    long at = view.task().map(TaskView::finalizedAtSeconds).orElse(view.revealUntilSeconds());
    return new RoundOutcome(view.round(), before, after, view.units(), adapterRoot, at);
  }

  /** Whether the adapter moved. */
  public boolean improved() {
    return lossBefore.isPresent() && lossAfter.getAsLong() < lossBefore.getAsLong();
  }
}
