package io.peerz.node.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CloserTest {
  private final List<String> closed = new ArrayList<>();

  @Test
  void thingsCloseInTheReverseOrderOnceEachWhateverFails() {
    Closer closer = new Closer();
    closer.add("a", () -> closed.add("a"));
    closer.add(
        "b",
        () -> {
          throw new IllegalStateException("b is stuck");
        });
    closer.add("c", () -> closed.add("c"));
    closer.close();
    closer.close();
    assertThat(closed).containsExactly("c", "a");
  }

  @Test
  void aFutureFailsAsWhatItFailedWith() {
    PeerzException inUse = new PeerzException(ErrorCode.PORT_IN_USE, "taken");
    assertThatThrownBy(() -> Waiting.on(Future.failedFuture(inUse))).isSameAs(inUse);
    assertThatThrownBy(() -> Waiting.on(Future.failedFuture(new IllegalStateException("odd"))))
        .isInstanceOfSatisfying(
            PeerzException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IO))
        .hasMessage("odd");
    assertThat(Waiting.on(Future.succeededFuture(7))).isEqualTo(7);
  }
}
