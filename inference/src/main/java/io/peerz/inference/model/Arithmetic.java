package io.peerz.inference.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How near to one another the results of different machines must be. It is part of a model's
 * registered shape, so the same weights are two models with two ids: who asks for one never gets
 * the other, and a result of the second kind can be accused by nobody.
 */
public enum Arithmetic {
  /** The same bits everywhere: receipts are audited, and false ones cost a node its stake. */
  EXACT(0),

  /** Within a tolerance: receipts are paid, but nobody can check them and they earn no rebate. */
  FAST(1);

  private final int profile;

  Arithmetic(int profile) {
    this.profile = profile;
  }

  /** The number on chain. */
  public int profile() {
    return profile;
  }

  /** What people write. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Arithmetic> of(String label) {
    return Arrays.stream(values()).filter(each -> each.label().equals(label)).findFirst();
  }
}
