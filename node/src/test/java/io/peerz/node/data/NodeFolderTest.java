package io.peerz.node.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.sign.SigningKey;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeFolderTest {
  @TempDir private Path folder;

  @Test
  void settingsComeBackAsTheyWereWritten() {
    NodeFolder node = new PeerzHome(folder).node("ada");
    node.write(settings());
    assertThat(node.settings()).isEqualTo(settings());
  }

  @Test
  void aNodeThatIsNotSetUpNamesTheNextStep() {
    assertThatThrownBy(() -> new PeerzHome(folder).node("ada").settings())
        .isInstanceOfSatisfying(
            PeerzException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND))
        .hasMessageContaining("peerz node init");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"layerEnd\" : 2|\"layerEnd\" : 0|layerEnd",
        "\"layerEnd\" : 2|\"layerEnd\" : 2, \"depth\" : 2|depth",
        "\"layerEnd\" : 2,||layerEnd",
        "127.0.0.1:7741|nowhere|not an address",
        "\"owner\" : \"alice\"|\"owner\" : \"../alice\"|account name"
      })
  void aDamagedSettingsFileSaysWhatIsWrong(String from, String to, String reason) throws Exception {
    NodeFolder node = new PeerzHome(folder).node("ada");
    node.write(settings());
    Path file = node.path().resolve("node.json");
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to == null ? "" : to));
    assertThatThrownBy(node::settings)
        .isInstanceOfSatisfying(
            PeerzException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_CONFIG))
        .hasMessageContaining(file.toString())
        .hasMessageContaining(reason);
  }

  @Test
  void theSignerOpensWithItsPasswordAndIsNeverReplaced() {
    NodeFolder node = new PeerzHome(folder).node("ada");
    SigningKey key = SigningKey.generate(new SecureRandom());
    node.createSigner(key, "hot".toCharArray());
    assertThat(node.unlockSigner("hot".toCharArray()).address()).isEqualTo(key.address());
    assertThatThrownBy(() -> node.createSigner(key, "hot".toCharArray()))
        .isInstanceOf(PeerzException.class);
  }

  private static NodeSettings settings() {
    HostPort listen = HostPort.parse("127.0.0.1:7741");
    return new NodeSettings(
        "ada",
        "devnet",
        "alice",
        Path.of("/models/pebble"),
        0,
        2,
        listen,
        listen,
        HostPort.parse("127.0.0.1:0"),
        BigInteger.TEN,
        NodeService.parse("serve,train"));
  }
}
