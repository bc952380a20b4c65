package io.peerz.inference.serve;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/** Runs tasks one behind the other on a virtual thread of its own, off everybody's way. */
final class SerialLane implements AutoCloseable {
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());

  /** Queues a task; one that comes after {@link #close} is dropped. */
  void run(Runnable task) {
    try {
      thread.execute(task);
    } catch (RejectedExecutionException closed) {
      // the session is over and so is what it had to do
    }
  }

  /** Waits until all that was queued before is done. */
  void drain() {
    try {
      Future<?> last = thread.submit(() -> {});
      last.get();
    } catch (RejectedExecutionException closed) {
      // nothing is left to wait for
    } catch (ExecutionException e) {
      throw new PeerzException(ErrorCode.BUG, "an empty task failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Finishes what is queued and takes no more. */
  @Override
  public void close() {
    thread.close();
  }
}
