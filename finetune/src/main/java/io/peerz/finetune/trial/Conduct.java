package io.peerz.finetune.trial;

/** How a worker behaves, and how much of an honest unit's work each of its units costs it. */
public enum Conduct {
  HONEST("honest", 1),
  LAZY("a fifth of the steps", 0.2),
  COPYCAT("sends another's update of the round before", 0),
  SELF_CLONE("sends one computation in two units", 0.5),
  NOISE("sends noise of an honest update's length", 0),
  SIGN_FLIP("trains, then turns the update round", 1),
  TRAINS_ON_HELD_OUT("trains on the evaluation data", 1),
  REVEALS_ANOTHER("reveals another update than it committed to", 1),
  VANISHES("commits and never reveals", 0);

  private final String words;
  private final double work;

  Conduct(String words, double work) {
    this.words = words;
    this.work = work;
  }

  public String words() {
    return words;
  }

  /** Share of an honest unit's compute. */
  double work() {
    return work;
  }

  /** Units that it takes in each round. */
  public int units() {
    return this == SELF_CLONE ? 2 : 1;
  }

  /** Whether the contract lets the unit's reveal through. */
  boolean reveals() {
    return this != REVEALS_ANOTHER && this != VANISHES;
  }
}
