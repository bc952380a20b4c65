package io.peerz.node.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.ledger.registry.Endpoint;
import io.peerz.ledger.registry.RegisteredNode;
import io.peerz.node.units.Amounts;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnrolmentTest {
  private static final BigInteger MINIMUM = Amounts.toWei("2000");

  @Test
  void tooLittleStakeNamesWhatIsMissingAndTheCommandForIt() {
    assertThatThrownBy(() -> Enrolment.requireStake(node("1500"), MINIMUM, "ada"))
        .isInstanceOfSatisfying(
            PeerzException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STAKE_TOO_LOW))
        .hasMessage(
            "cannot serve: stake 1500 PRZ is below the minimum 2000; next: peerz node stake 500 --node ada");
  }

  @Test
  void theMinimumItselfIsEnough() {
    assertThatCode(() -> Enrolment.requireStake(node("2000"), MINIMUM, "ada"))
        .doesNotThrowAnyException();
  }

  private static RegisteredNode node(String stake) {
    return new RegisteredNode(
        Digest.ZERO,
        Address.ZERO,
        Address.ZERO,
        Address.ZERO,
        new Endpoint("127.0.0.1", 1),
        Digest.ZERO,
        false,
        Amounts.toWei(stake),
        BigInteger.ZERO,
        BigInteger.ZERO,
        List.of());
  }
}
