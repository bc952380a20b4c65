package io.peerz.finetune.tensor;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The one thread of a process that computes tensors. Callers queue and block; never call it on an
 * event loop.
 */
public final class TensorThread implements AutoCloseable {
  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("peerz-tensor").factory());

  /**
   * Runs {@code task} without recording gradients (it may switch them on for itself) and returns
   * its result.
   */
  public <T> T call(Callable<T> task) throws InterruptedException {
    try {
      return executor.submit(() -> quiet(task)).get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException("tensor task failed", e.getCause());
    }
  }

  /** As {@link #call}, for callers that end what they do when they are interrupted. */
  public <T> T compute(Callable<T> task) {
    try {
      return call(task);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeerzException(ErrorCode.CANCELLED, "interrupted while computing", e);
    }
  }

  private static <T> T quiet(Callable<T> task) {
    return Torch.withoutGradient(
        () -> {
          try {
            return task.call();
          } catch (RuntimeException e) {
            throw e;
          } catch (Exception e) {
            throw new IllegalStateException("tensor task failed", e);
          }
        });
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
