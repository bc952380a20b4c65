package io.peerz.finetune.trial;

/** How an evaluator behaves. */
public enum SeatConduct {
  HONEST("honest"),
  COPIES("commits to what another seat committed to"),
  LIES("reports losses that it made up"),
  SILENT("is drawn and says nothing");

  private final String words;

  SeatConduct(String words) {
    this.words = words;
  }

  public String words() {
    return words;
  }

  /** Whether the contract lets its reveal through: a copied commitment cannot be opened. */
  boolean reveals() {
    return this == HONEST || this == LIES;
  }
}
