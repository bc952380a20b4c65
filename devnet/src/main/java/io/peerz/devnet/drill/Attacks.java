package io.peerz.devnet.drill;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Measures an attack: money before, the attack, money after. */
final class Attacks {
  private final DrillWorld world;
  private final Consumer<DrillRow> listener;
  private final List<DrillRow> rows = new ArrayList<>();

  Attacks(DrillWorld world, Consumer<DrillRow> listener) {
    this.world = world;
    this.listener = listener;
  }

  /** What happened: how it was found, after how many receipts. */
  record Outcome(String detected, int receipts) {
    Outcome(String detected) {
      this(detected, 0);
    }
  }

  /** Whose money is watched. */
  record Sides(Supplier<BigInteger> attackerWei, Supplier<BigInteger> honestWei) {}

  /**
   * The attack holds off if the attacker gains nothing, no honest side loses, and {@code and} is
   * true afterwards.
   */
  DrillRow measure(
      int threat,
      String attacker,
      String attack,
      Sides sides,
      Supplier<Outcome> run,
      BooleanSupplier and) {
    world.chain.takeLog();
    BigInteger attackerBefore = sides.attackerWei().get();
    BigInteger honestBefore = sides.honestWei().get();
    Outcome outcome = run.get();
    BigInteger gained = sides.attackerWei().get().subtract(attackerBefore);
    BigInteger kept = sides.honestWei().get().subtract(honestBefore);
    boolean held = gained.signum() <= 0 && kept.signum() >= 0 && and.getAsBoolean();
    DrillRow row =
        new DrillRow(
            threat,
            attacker,
            attack,
            outcome.detected(),
            outcome.receipts(),
            gained,
            kept,
            held,
            world.chain.takeLog());
    rows.add(row);
    listener.accept(row);
    return row;
  }

  List<DrillRow> rows() {
    return List.copyOf(rows);
  }
}
