package io.peerz.finetune.market;

/** What is due in a round. */
public sealed interface RoundPhase {
  /** Nodes take units. */
  record Claim(long untilSeconds) implements RoundPhase {}

  /** Nodes train and commit. */
  record Commit(long untilSeconds) implements RoundPhase {}

  /** Nodes open their commitments. */
  record Reveal(long untilSeconds) implements RoundPhase {}

  /** A committee measures; its task has deadlines of its own. */
  record Evaluate() implements RoundPhase {}

  /** Anybody may dispute the result. */
  record Challenge(long untilSeconds) implements RoundPhase {}

  /** Anybody may settle: by the committee's result, or by none where nobody came or agreed. */
  record Settle() implements RoundPhase {}

  /** Paid. */
  record Settled() implements RoundPhase {}
}
