package io.peerz.proof.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlotKeyTest {
  private static final Digest NODE = Digest.ofHex("01".repeat(32));

  @Test
  void aReceiptWithOtherContentKeepsItsSlot() {
    BatchHeader one = batch(BigInteger.ONE, 3);
    BatchHeader other = batch(BigInteger.TWO, 3);
    assertThat(one.slotKey()).isEqualTo(other.slotKey());
    assertThat(one.structHash()).isNotEqualTo(other.structHash());
    assertThat(batch(BigInteger.ONE, 4).slotKey()).isNotEqualTo(one.slotKey());
  }

  @Test
  void chunksOfASessionHaveTheirOwnSlots() {
    assertThat(Receipts.receipt(1).slotKey()).isNotEqualTo(Receipts.receipt(2).slotKey());
  }

  @Test
  void unitsAndSeatsHaveTheirOwnSlots() {
    assertThat(unit(1, 10).slotKey()).isEqualTo(unit(1, 11).slotKey());
    assertThat(unit(1, 10).slotKey()).isNotEqualTo(unit(2, 10).slotKey());
    assertThat(seat(1, List.of(5L)).slotKey()).isEqualTo(seat(1, List.of(6L)).slotKey());
    assertThat(seat(1, List.of(5L)).slotKey()).isNotEqualTo(seat(2, List.of(5L)).slotKey());
  }

  @Test
  void flagsAreReadByName() {
    InferenceReceipt receipt = Receipts.receipt(3);
    assertThat(receipt.headIncluded()).isTrue();
    assertThat(receipt.auditable()).isTrue();
    assertThat(receipt.profile()).isZero();
  }

  @Test
  void measurementsOfAnImpossibleShapeAreRefused() {
    List<Long> tooMany = Collections.nCopies(Measurement.MAX_LOSSES + 2, 1L);
    assertThatThrownBy(() -> seat(1, tooMany)).isInstanceOf(PeerzException.class);
    assertThatThrownBy(() -> seat(1, List.of())).isInstanceOf(PeerzException.class);
    assertThatThrownBy(() -> seat(1, List.of(1L, 2L))).isInstanceOf(PeerzException.class);
  }

  private static BatchHeader batch(BigInteger macs, long epoch) {
    return new BatchHeader(
        NODE, epoch, Digest.ZERO, macs, BigInteger.ZERO, BigInteger.ZERO, 1, Digest.ZERO);
  }

  private static FineTuneReceipt unit(int unit, long steps) {
    return new FineTuneReceipt(
        NODE, NODE, 0, unit, NODE, NODE, NODE, steps, 1, BigInteger.ONE, NODE, NODE, 0);
  }

  private static Measurement seat(int seat, List<Long> losses) {
    List<Long> stderrs = Collections.nCopies(losses.size() / 2, 1L);
    return new Measurement(NODE, NODE, seat, NODE, NODE, NODE, losses, stderrs, NODE);
  }
}
