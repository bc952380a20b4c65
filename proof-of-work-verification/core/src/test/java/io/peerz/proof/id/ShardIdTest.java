package io.peerz.proof.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.proof.error.PeerzException;
import org.junit.jupiter.api.Test;

class ShardIdTest {
  @Test
  void aShardCoversOnlyRangesInsideIt() {
    ShardId shard = new ShardId(Digest.ZERO, 2, 6);
    assertThat(shard.layers()).isEqualTo(4);
    assertThat(shard.covers(2, 6)).isTrue();
    assertThat(shard.covers(3, 4)).isTrue();
    assertThat(shard.covers(1, 4)).isFalse();
    assertThat(shard.covers(3, 7)).isFalse();
    assertThat(shard.covers(3, 3)).isFalse();
  }

  @Test
  void anEmptyOrReversedRangeIsRefused() {
    assertThatThrownBy(() -> new ShardId(Digest.ZERO, 3, 3)).isInstanceOf(PeerzException.class);
    assertThatThrownBy(() -> new ShardId(Digest.ZERO, 4, 3)).isInstanceOf(PeerzException.class);
    assertThatThrownBy(() -> new ShardId(Digest.ZERO, -1, 3)).isInstanceOf(PeerzException.class);
  }
}
