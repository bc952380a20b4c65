package io.peerz.proof.announce;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.ShardId;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class NodeBindingTest {
  @Test
  void aNodeIdBelongsToItsFirstKey() {
    Address other = Address.ofHex("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed");
    assertThat(NodeBinding.nodeIdOf(Address.ZERO)).isNotEqualTo(NodeBinding.nodeIdOf(other));
  }

  @Test
  void anAnnouncementNamesItsShard() {
    ShardAnnouncement announcement =
        new ShardAnnouncement(Digest.ZERO, Digest.ZERO, 2, 6, 0, BigInteger.ONE, Digest.ZERO, 1, 1);
    assertThat(announcement.shard()).isEqualTo(new ShardId(Digest.ZERO, 2, 6));
  }
}
