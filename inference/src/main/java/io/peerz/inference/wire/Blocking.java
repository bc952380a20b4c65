package io.peerz.inference.wire;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for a network future on a virtual thread and turns its failure into one clear line. */
final class Blocking {
  private Blocking() {}

  static <T> T await(Future<T> future, NodeAddress node, Duration timeout) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw failure(node, e.getCause());
    } catch (TimeoutException e) {
      throw new PeerzException(
          ErrorCode.PEER_UNREACHABLE,
          node + " did not answer within " + timeout.toMillis() + " ms; try another node",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeerzException(ErrorCode.CANCELLED, "interrupted while waiting for " + node, e);
    }
  }

  /** PEER_MISBEHAVED for a wrong key, PEER_UNREACHABLE for everything else on the way. */
  static PeerzException failure(NodeAddress node, Throwable cause) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof PeerzException known) {
        return known;
      }
      if (t instanceof PinnedTrust.WrongKey wrong) {
        return new PeerzException(
            ErrorCode.PEER_MISBEHAVED, node + ": " + wrong.getMessage(), cause);
      }
    }
    String reason =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return new PeerzException(
        ErrorCode.PEER_UNREACHABLE, node + " cannot be reached: " + reason, cause);
  }
}
