package io.peerz.inference.serve;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.peerz.inference.wire.ServerMessage;
import io.peerz.proof.commit.RowTree;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.receipt.InferenceReceipt;
import io.peerz.proof.receipt.NodeReceipt;
import io.peerz.proof.sign.SigningKey;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A node signs only for rows that the hop before signed for too. */
class RingIntakeTest {
  private static final Digest A = Keccak.hash("a");
  private static final Digest B = Keccak.hash("b");
  private final RingIntake intake = new RingIntake(Keccak.hash("key"));

  @Test
  void rowsThatTheHopBeforeSignedForAreSignedFor() {
    intake.seal(sealOf(List.of(A, B)));

    assertThatCode(() -> intake.requireSealed(0, List.of(A, B), Duration.ZERO))
        .doesNotThrowAnyException();
  }

  @Test
  void otherRowsThanTheHopBeforeSignedForNameIt() {
    intake.seal(sealOf(List.of(A, B)));

    assertThatExceptionOfType(PeerzException.class)
        .isThrownBy(() -> intake.requireSealed(0, List.of(A, A), Duration.ZERO))
        .matches(e -> e.code() == ErrorCode.PEER_MISBEHAVED)
        .withMessageContaining("the hop before signed other rows than it sent");
  }

  @Test
  void aSealWhoseLeavesAreNotWhatWasSignedIsRefused() {
    ServerMessage.Receipt forged = sealOf(List.of(A)).withLeaves(List.of(B));

    assertThatExceptionOfType(PeerzException.class)
        .isThrownBy(() -> intake.seal(forged))
        .matches(e -> e.code() == ErrorCode.PEER_MISBEHAVED);
  }

  @Test
  void whenTheHopBeforeIsDeadTheClientMayWaiveItsSeal() {
    intake.allowUnsealed();

    assertThatCode(() -> intake.requireSealed(0, List.of(A), Duration.ZERO))
        .doesNotThrowAnyException();
  }

  @Test
  void aHopThatFloodsIsRefused() {
    assertThatExceptionOfType(PeerzException.class)
        .isThrownBy(
            () -> {
              for (int i = 0; i < 100; i++) {
                intake.offer(new RingIntake.Item.Halt(0));
              }
            })
        .matches(e -> e.code() == ErrorCode.BUSY);
  }

  private static ServerMessage.Receipt sealOf(List<Digest> leaves) {
    Digest salt = Keccak.hash("salt");
    InferenceReceipt receipt =
        new InferenceReceipt(
            Keccak.hash("node"),
            Keccak.hash("session"),
            Keccak.hash("channel"),
            Keccak.hash("model"),
            0,
            0,
            1,
            0,
            leaves.size(),
            0,
            BigInteger.ONE,
            BigInteger.ONE,
            BigInteger.ONE,
            Digest.ZERO,
            RowTree.salted(salt, RowTree.rootOfLeaves(leaves)),
            Digest.ZERO,
            1,
            1);
    SigningKey key = SigningKey.generate(new SecureRandom());
    return new ServerMessage.Receipt(
        new NodeReceipt(receipt, key.sign(Keccak.hash("any"))), salt, leaves);
  }
}
