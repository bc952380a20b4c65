package io.peerz.inference.serve;

import io.peerz.inference.wire.ClientMessage;
import java.util.Optional;
import java.util.function.IntConsumer;

/** Hears of the sessions of a server; called on their threads, so it must not wait. */
@FunctionalInterface
public interface SessionWatch {
  /** Hears nothing. */
  SessionWatch NONE = (traceparent, open) -> positions -> {};

  /**
   * A session has a stream.
   *
   * @param traceparent what the client sent beside it, in W3C's form; from a stranger, unchecked
   * @return hears, when the stream ends, up to which position the session has come
   */
  IntConsumer began(Optional<String> traceparent, ClientMessage.Open open);
}
