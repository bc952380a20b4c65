package io.peerz.proof.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.proof.cost.Geometry;
import io.peerz.proof.cost.MacFormula;
import io.peerz.proof.id.Digest;
import io.peerz.proof.sign.Recovery;
import io.peerz.proof.sign.Signature;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class GoldenVectorsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "typed-data.json",
        "macs.json",
        "macs-fold.json",
        "fma-fold.json",
        "dots.json",
        "sum-trees.json",
        "rewards.json"
      })
  void theCheckedInFileIsWhatTheCodeProduces(String name) throws IOException {
    assertThat(text(name)).isEqualTo(GoldenVectors.files().get(name));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("typedData")
  void anIndependentEncoderFindsTheSameHashes(Vector vector) throws IOException {
    TypedDataOracle oracle = TypedDataOracle.of(vector.json());
    assertThat(vector.json().get("structHash").asString()).isEqualTo(oracle.structHash());
    assertThat(vector.json().get("digest").asString()).isEqualTo(oracle.digest());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("typedData")
  void theSignatureRecoversToTheSigner(Vector vector) {
    Digest digest = Digest.ofHex(vector.json().get("digest").asString());
    Signature signature = Signature.ofHex(vector.json().get("signature").asString());
    assertThat(Recovery.signer(digest, signature).checksum())
        .isEqualTo(vector.json().get("signer").asString());
  }

  @Test
  void theTinyLlamaFiguresOfTheDesignComeOut() {
    Geometry tinyLlama = new Geometry(22, 2048, 32, 4, 64, 5632, 32000, 1, 0);
    long oneLayerOneToken = MacFormula.forward(tinyLlama, 0, 1, 0, 1, false);
    assertThat(oneLayerOneToken - 2L * 32 * 64).isEqualTo(44_040_192L);
    assertThat(MacFormula.lora(tinyLlama, 8, 512, 1, 8, MacFormula.TARGET_Q))
        .isBetween(8_700_000_000_000L, 8_900_000_000_000L);
  }

  static Stream<Vector> typedData() throws IOException {
    return JsonMapper.shared().readTree(text("typed-data.json")).valueStream().map(Vector::new);
  }

  private static String text(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(GoldenVectorsTest.class.getResourceAsStream("/golden/" + name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  record Vector(JsonNode json) {
    @Override
    public String toString() {
      return json.get("type").asString() + " " + json.get("digest").asString().substring(0, 10);
    }
  }
}
