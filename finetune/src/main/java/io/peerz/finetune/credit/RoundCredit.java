package io.peerz.finetune.credit;

import java.util.List;

/**
 * The measured outcome of a round, in nano-nats per token.
 *
 * @param baseLoss before the round
 * @param jointLoss with the mean of all accepted updates
 * @param units one entry per unit, in unit order
 */
public record RoundCredit(long baseLoss, long jointLoss, List<UnitCredit> units) {
  public RoundCredit {
    units = List.copyOf(units);
    long shared = units.stream().mapToLong(UnitCredit::gain).sum();
    if (shared != baseLoss - jointLoss) {
      throw new IllegalArgumentException(
          "gains of %d do not share out a joint gain of %d"
              .formatted(shared, baseLoss - jointLoss));
    }
  }

  public long jointGain() {
    return baseLoss - jointLoss;
  }

  /** Numbers of the units to merge, ascending. */
  public List<Integer> accepted() {
    return units.stream().filter(UnitCredit::accepted).map(UnitCredit::unit).toList();
  }
}
