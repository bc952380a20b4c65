package io.peerz.ledger.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.proof.id.Keccak;
import org.junit.jupiter.api.Test;

class RevertDecoderTest {
  private static String error(String signature, String... words) {
    return Keccak.hash(signature).hex().substring(0, 10) + String.join("", words);
  }

  private static String word(long value) {
    return String.format("%064x", value);
  }

  @Test
  void errorsOfOurContractsReadLikeTheirDeclaration() {
    assertThat(
            RevertDecoder.words(
                error("InsufficientFree(uint128,uint128)", word(1500), word(2000)), ""))
        .isEqualTo("InsufficientFree(free 1500, wanted 2000)");
    assertThat(RevertDecoder.words(error("BadBinding()"), "")).isEqualTo("BadBinding()");
  }

  @Test
  void errorsOfTheTokenLibraryAreKnownToo() {
    assertThat(
            RevertDecoder.words(
                error(
                    "ERC20InsufficientBalance(address,uint256,uint256)", word(1), word(2), word(3)),
                ""))
        .contains("balance 2", "needed 3");
  }

  @Test
  void thePlainReasonIsRead() {
    String data = error("Error(string)", word(32), word(2)) + "6e6f" + "0".repeat(60);
    assertThat(RevertDecoder.words(data, "")).isEqualTo("Error(no)");
  }

  @Test
  void nonsenseDoesNotBreakTheMessage() {
    assertThat(RevertDecoder.words("", "execution reverted")).isEqualTo("execution reverted");
    assertThat(RevertDecoder.words("0x12345678", "")).isEqualTo("unknown error 0x12345678");
    assertThat(RevertDecoder.words(error("InsufficientFree(uint128,uint128)", "12"), ""))
        .startsWith("InsufficientFree(");
  }
}
