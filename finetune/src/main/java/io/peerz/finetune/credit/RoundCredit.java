package io.peerz.finetune.credit;

import java.util.List;

/**
 * The measured outcome of a round, in nano-nats per token. The losses are what evaluators report;
 * the gains follow from them by whole-number arithmetic, so nobody can report gains that do not
 * share out the joint gain.
 *
 * @param order units that passed the gate, as they joined
 * @param forward losses along the order: the base, then with one unit more each time
 * @param backward the same along the reverse of the order
 * @param units one entry per unit, in unit order
 */
public record RoundCredit(
    List<Integer> order, List<Long> forward, List<Long> backward, List<UnitCredit> units) {
  public RoundCredit {
    order = List.copyOf(order);
    forward = List.copyOf(forward);
    backward = List.copyOf(backward);
    units = List.copyOf(units);
    int states = order.size() + 1;
    boolean consistent =
        forward.size() == states
            && backward.size() == states
            && forward.getFirst().equals(backward.getFirst())
            && forward.getLast().equals(backward.getLast());
    if (!consistent) {
      throw new IllegalArgumentException("both paths lead from the base to the same joint loss");
    }
  }

  /** Gains of the units of an order, from the losses alone. */
  static long[] gains(List<Long> forward, List<Long> backward) {
    int units = forward.size() - 1;
    long[] doubled = new long[units];
    for (int k = 0; k < units; k++) {
      long there = Math.subtractExact(forward.get(k), forward.get(k + 1));
      int j = units - 1 - k;
      long back = Math.subtractExact(backward.get(j), backward.get(j + 1));
      doubled[k] = Math.addExact(there, back);
    }
    return Halving.halves(doubled);
  }

  public long baseLoss() {
    return forward.getFirst();
  }

  /** With the mean of all accepted updates. */
  public long jointLoss() {
    return forward.getLast();
  }

  public long jointGain() {
    return Math.subtractExact(baseLoss(), jointLoss());
  }

  /** Numbers of the units to merge, ascending. */
  public List<Integer> accepted() {
    return order.stream().sorted().toList();
  }
}
