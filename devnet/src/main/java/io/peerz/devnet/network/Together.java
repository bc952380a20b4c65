package io.peerz.devnet.network;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Does the same blocking work for several things at once and waits for all of them. */
public final class Together {
  private Together() {}

  /** Results in the order of the inputs; the first failure in that order is thrown. */
  public static <A, B> List<B> map(List<A> inputs, Function<A, B> work) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<B>> started =
          inputs.stream().map(in -> threads.submit(() -> work.apply(in))).toList();
      return started.stream().map(Together::result).toList();
    }
  }

  private static <B> B result(Future<B> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof PeerzException ours) {
        throw ours;
      }
      throw new PeerzException(ErrorCode.BUG, "unexpected failure: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeerzException(ErrorCode.CANCELLED, "interrupted", e);
    }
  }
}
