package io.peerz.audit.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReplayLotteryTest {
  private static final Digest SESSION = Keccak.hash("session");

  private static long drawn(ReplayLottery lottery) {
    return LongStream.range(0, 100_000).filter(seq -> lottery.draws(SESSION, seq)).count();
  }

  @Test
  void twoOfAHundredChunksAreDrawn() {
    ReplayLottery lottery =
        new ReplayLottery(ReplayLottery.DEFAULT_PARTS_PER_MILLION, Keccak.hash("secret"));
    assertThat(drawn(lottery)).isBetween(1_850L, 2_150L);
  }

  @Test
  void noneAndAllAreExact() {
    assertThat(drawn(new ReplayLottery(0, SESSION))).isZero();
    assertThat(drawn(new ReplayLottery(1_000_000, SESSION))).isEqualTo(100_000);
  }

  @Test
  void anotherSecretDrawsOtherChunks() {
    ReplayLottery one = new ReplayLottery(500_000, Keccak.hash("one"));
    ReplayLottery two = new ReplayLottery(500_000, Keccak.hash("two"));
    long same =
        LongStream.range(0, 10_000)
            .filter(seq -> one.draws(SESSION, seq) == two.draws(SESSION, seq))
            .count();
    assertThat(same).isBetween(4_700L, 5_300L);
  }
}
