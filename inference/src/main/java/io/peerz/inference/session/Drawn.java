package io.peerz.inference.session;

import io.peerz.inference.sample.Logprobs;
import io.peerz.inference.wire.ServerMessage;
import java.util.List;
import java.util.Optional;

/** A token that the last hop drew, and how likely it says it was. */
record Drawn(int token, Optional<Logprobs> logprobs) {

  /** What a step drew, if it was to draw. */
  static Optional<Drawn> of(ServerMessage.StepResult result) {
    return result.tokens().stream().findFirst().map(token -> new Drawn(token, result.logprobs()));
  }

  /** All that a step drew: several tokens where guesses came true, and then without likelihoods. */
  static List<Drawn> allOf(ServerMessage.StepResult result) {
    return result.tokens().stream().map(token -> new Drawn(token, result.logprobs())).toList();
  }
}
