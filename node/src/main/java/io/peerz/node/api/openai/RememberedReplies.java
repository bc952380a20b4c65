package io.peerz.node.api.openai;

import io.peerz.node.api.BadParameter;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Answers by the client's idempotency key, so that a request which arrives again is neither
 * computed nor paid twice: it gets the first one's answer, also when that is still under way. What
 * failed is forgotten, so that it can be tried again. Thread-safe; waits on the caller's thread.
 */
final class RememberedReplies {
  private static final int MOST = 1_000;
  private static final int LONGEST_KEY = 255;

  private record Remembered(Digest request, CompletableFuture<WholeReply> reply) {}

  private final Map<String, Remembered> byKey =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Remembered> eldest) {
          return size() > MOST;
        }
      };

  /** The answer to a request; {@code work} runs only for the first request with its key. */
  WholeReply once(String key, Digest request, Supplier<WholeReply> work) {
    if (key.isBlank() || key.length() > LONGEST_KEY) {
      throw BadParameter.invalid("idempotency-key", "must have 1 to 255 characters");
    }
    CompletableFuture<WholeReply> mine = new CompletableFuture<>();
    Optional<Remembered> earlier = remember(key, new Remembered(request, mine));
    if (earlier.isEmpty()) {
      compute(key, mine, work);
      return await(mine);
    }
    if (!earlier.get().request().equals(request)) {
      throw BadParameter.invalid("idempotency-key", "was used for another request");
    }
    return await(earlier.get().reply());
  }

  /** The request that came first with this key; empty when this one does. */
  private synchronized Optional<Remembered> remember(String key, Remembered wanted) {
    return Optional.ofNullable(byKey.putIfAbsent(key, wanted));
  }

  private void compute(String key, CompletableFuture<WholeReply> mine, Supplier<WholeReply> work) {
    try {
      mine.complete(work.get());
    } catch (RuntimeException e) {
      forget(key);
      mine.completeExceptionally(e);
    }
  }

  private synchronized void forget(String key) {
    byKey.remove(key);
  }

  private static WholeReply await(CompletableFuture<WholeReply> reply) {
    try {
      return reply.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new PeerzException(ErrorCode.BUG, "unexpected failure: " + e.getCause(), e);
    }
  }
}
