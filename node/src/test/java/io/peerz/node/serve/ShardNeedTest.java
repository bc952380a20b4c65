package io.peerz.node.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import org.junit.jupiter.api.Test;

class ShardNeedTest {
  private static final long MIB = 1L << 20;
  private static final ShardNeed NEED = new ShardNeed(100 * MIB, 64 * MIB, 8 * MIB);

  @Test
  void aShardThatDoesNotFitIsRefusedWithTheNumberItNeeds() {
    assertThatThrownBy(() -> NEED.requireFits("layers 0:4", 96 * MIB))
        .isInstanceOfSatisfying(
            PeerzException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OUT_OF_MEMORY))
        .hasMessageContaining("layers 0:4 need 182 MiB: 110 for weights")
        .hasMessageContaining("64 for KV caches, 8 for shared")
        .hasMessageContaining("may use 96.")
        .hasMessageContaining("-Xmx200m");
  }

  @Test
  void whatFitsToTheByteIsTaken() {
    assertThatCode(() -> NEED.requireFits("layers 0:4", 182 * MIB)).doesNotThrowAnyException();
    assertThatThrownBy(() -> NEED.requireFits("layers 0:4", 182 * MIB - 1))
        .isInstanceOf(PeerzException.class);
  }
}
