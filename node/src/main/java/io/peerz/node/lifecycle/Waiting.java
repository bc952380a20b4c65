package io.peerz.node.lifecycle;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.vertx.core.Future;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for an event loop; never call it on one. */
public final class Waiting {
  private static final long SECONDS = 15;

  private Waiting() {}

  /** The result of a future, or its failure: our own kind as it is, others as an IO error. */
  public static <T> T on(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeerzException(ErrorCode.CANCELLED, "interrupted while waiting", e);
    } catch (TimeoutException e) {
      throw new PeerzException(ErrorCode.TIMEOUT, "no answer within " + SECONDS + " seconds", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof PeerzException known
          ? known
          : new PeerzException(ErrorCode.IO, String.valueOf(e.getCause().getMessage()), e);
    }
  }
}
