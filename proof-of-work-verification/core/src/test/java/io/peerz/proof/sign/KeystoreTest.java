package io.peerz.proof.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Hex;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeystoreTest {
  private static final char[] PASSWORD = "pässwörd 🔑".toCharArray();
  private static final SigningKey KEY = SigningKey.generate(new SecureRandom());
  private static final String FILE =
      Keystore.encrypt(KEY, PASSWORD, Keystore.LIGHT_N, new SecureRandom());

  /**
   * Made with OpenSSL's scrypt and AES and another Keccak, with the parameters of geth's light
   * files; its password is testpassword.
   */
  private static final String FOREIGN =
      """
      {"crypto":{"cipher":"aes-128-ctr",
       "cipherparams":{"iv":"83dbcc02d8ccb40e466191a123791e0e"},
       "ciphertext":"584f4eb2783472ec149b334c22d77ddbf118a0783ea24e66ca8a7883cd2b4bf5",
       "kdf":"scrypt",
       "kdfparams":{"dklen":32,"n":4096,"p":6,"r":8,
        "salt":"ab0c7876052600dd703518d6fc3fe8984592145b591fc8fb5c6d43190334ba19"},
       "mac":"860ad3ce9642f99d709abc696e25ede7cd35daf6a6041e975d14c53dae118886"},
       "id":"3198bc9c-6672-5ab3-d995-4942343ae5b6","version":3}
      """;

  @Test
  void aKeyComesBackWithItsPassword() {
    assertThat(Keystore.decrypt(FILE, PASSWORD).exportSecret()).isEqualTo(KEY.exportSecret());
  }

  @Test
  void theFileDoesNotShowTheKey() {
    assertThat(FILE).doesNotContain(Hex.encode(KEY.exportSecret()).substring(2));
  }

  @Test
  void aFileOfAnIndependentProgramOpens() {
    assertThat(Hex.encode(Keystore.decrypt(FOREIGN, "testpassword".toCharArray()).exportSecret()))
        .isEqualTo("0x7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d");
  }

  @Test
  void aWrongPasswordIsToldApartFromABrokenFile() {
    assertCode(() -> Keystore.decrypt(FILE, "guess".toCharArray()), ErrorCode.WRONG_PASSWORD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ciphertext", "mac", "salt"})
  void aChangedFileIsRefusedBeforeAnythingIsDecrypted(String field) {
    int digit = FILE.indexOf("\"" + field + "\":\"") + field.length() + 4;
    char other = FILE.charAt(digit) == '0' ? '1' : '0';
    String changed = FILE.substring(0, digit) + other + FILE.substring(digit + 1);
    assertCode(() -> Keystore.decrypt(changed, PASSWORD), ErrorCode.WRONG_PASSWORD);
  }

  @Test
  void aChangedInitialVectorIsCaughtByTheAddress() {
    int digit = FILE.indexOf("\"iv\":\"") + 6;
    char other = FILE.charAt(digit) == '0' ? '1' : '0';
    String changed = FILE.substring(0, digit) + other + FILE.substring(digit + 1);
    assertCode(() -> Keystore.decrypt(changed, PASSWORD), ErrorCode.BAD_KEYSTORE);
  }

  @ParameterizedTest
  @CsvSource({
    "\"n\":4096, \"n\":4097",
    "\"n\":4096, \"n\":1073741824",
    "\"n\":4096, \"n\":-4096",
    "\"n\":4096, \"n\":1e300",
    "\"r\":8, \"r\":1000000",
    "\"r\":8, \"r\":0",
    "\"p\":1, \"p\":100000",
    "\"dklen\":32, \"dklen\":16",
    "\"version\":3, \"version\":2",
    "scrypt, pbkdf2",
    "aes-128-ctr, aes-256-gcm",
    "ciphertext, cyphertext",
  })
  void parametersThatAreWrongOrTooCostlyAreRefused(String part, String replacement) {
    assertThat(FILE).contains(part);
    assertCode(
        () -> Keystore.decrypt(FILE.replace(part, replacement), PASSWORD), ErrorCode.BAD_KEYSTORE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[]", "null", "{\"version\":3}", "not json", "{\"version\":3"})
  void textThatIsNoKeyFileIsRefused(String text) {
    assertCode(() -> Keystore.decrypt(text, PASSWORD), ErrorCode.BAD_KEYSTORE);
  }

  private static void assertCode(Runnable action, ErrorCode code) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(PeerzException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
