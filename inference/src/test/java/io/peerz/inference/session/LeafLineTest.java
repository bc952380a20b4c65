package io.peerz.inference.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What two nodes at one boundary signed must be the same rows. */
class LeafLineTest {
  private static final Digest A = Keccak.hash("a");
  private static final Digest B = Keccak.hash("b");
  private final LeafLine line = new LeafLine(2);

  @Test
  void whatOneNodeSignedIsKnownToTheNext() {
    line.put(0, List.of(A, B));

    assertThat(line.await(0, 2, Duration.ZERO)).containsExactly(A, B);
  }

  @Test
  void aNodeThatRepeatsTheRowsOfTheOneItReplacedIsBelieved() {
    line.put(0, List.of(A));

    line.put(0, List.of(A, B));

    assertThat(line.await(1, 2, Duration.ZERO)).containsExactly(B);
  }

  @Test
  void aNodeThatSignedOtherRowsIsNotPaid() {
    line.put(0, List.of(A));

    assertThatExceptionOfType(PeerzException.class)
        .isThrownBy(() -> line.put(0, List.of(B)))
        .matches(e -> e.code() == ErrorCode.BAD_RECEIPT)
        .withMessageContaining("position 0");
  }

  @Test
  void aReceiptThatSkipsPositionsIsNotPaid() {
    assertThatExceptionOfType(PeerzException.class)
        .isThrownBy(() -> line.put(1, List.of(B)))
        .matches(e -> e.code() == ErrorCode.BAD_RECEIPT);
  }

  @Test
  void nobodyWaitsForeverForRowsThatNobodySignedFor() {
    assertThatExceptionOfType(PeerzException.class)
        .isThrownBy(() -> line.await(0, 1, Duration.ZERO))
        .matches(e -> e.code() == ErrorCode.TIMEOUT);
  }
}
