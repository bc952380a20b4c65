package io.peerz.proof.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.proof.error.PeerzException;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
        "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
        "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb"
      })
  void checksumsAreThoseOfEip55(String text) {
    assertThat(Address.ofHex(text.toLowerCase(Locale.ROOT)).checksum()).isEqualTo(text);
    assertThat(Address.ofHex(text).toString()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD",
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeA",
        "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed00",
        ""
      })
  void aMistypedAddressIsRefused(String text) {
    assertThatThrownBy(() -> Address.ofHex(text)).isInstanceOf(PeerzException.class);
  }
}
