package io.peerz.finetune.trial;

import io.peerz.finetune.data.TokenizedExample;
import java.util.List;
import java.util.Optional;

/** What a cheat gets hold of beside its own task. */
public interface Leaks {
  /** The job's evaluation data. */
  List<TokenizedExample> heldOut();

  /**
   * What an honest unit sent in the round before {@code round}: commitments hide updates until it
   * is too late to copy those of the same round. Empty in the first.
   */
  Optional<float[]> before(int round);
}
