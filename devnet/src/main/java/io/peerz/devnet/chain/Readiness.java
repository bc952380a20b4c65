package io.peerz.devnet.chain;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Bounded waiting for a chain that is starting. */
final class Readiness {
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private Readiness() {}

  /**
   * Asks again and again until there is an answer; a dying process ends the wait early through its
   * exception.
   */
  static <T> T await(String what, Duration patience, Supplier<Optional<T>> answer) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() - deadline < 0) {
      Optional<T> found = answer.get();
      if (found.isPresent()) {
        return found.get();
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
    throw new PeerzException(
        ErrorCode.TIMEOUT,
        what + " was not ready within " + patience.toSeconds() + " s; its log says why");
  }

  /** The head, once the chain answers and has made a block on top of its genesis. */
  static Optional<Long> firstBlock(URI rpc) {
    try (JsonRpc chain = new JsonRpc(rpc)) {
      return Optional.of(chain.head()).filter(head -> head >= 1);
    } catch (PeerzException notYet) {
      return Optional.empty();
    }
  }
}
