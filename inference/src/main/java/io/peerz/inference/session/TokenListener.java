package io.peerz.inference.session;

import io.peerz.inference.sample.Logprobs;
import java.util.Optional;

/** Hears each token as it is drawn, on the session's thread. */
@FunctionalInterface
public interface TokenListener {
  /**
   * Returns whether to go on. On false the session computes nothing more, pays for what it got and
   * returns.
   *
   * @param index place in the answer, from zero
   */
  boolean onToken(int token, int index);

  /** The same with how likely the token was, where the request asked for that. */
  default boolean onToken(int token, int index, Optional<Logprobs> logprobs) {
    return onToken(token, index);
  }
}
