package io.peerz.node;

import static io.peerz.node.ServedApi.assertError;
import static io.peerz.node.ServedApi.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Vectors of texts in the shapes of OpenAI's API, from models that make them. */
class EmbeddingsRouteTest {
  @TempDir private Path folder;
  private final FakeGateway gateway = new FakeGateway();
  private ServedApi api;

  @BeforeEach
  void start() {
    gateway.embeds = true;
    api = new ServedApi(gateway, folder);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private HttpResponse<String> embed(String fields) {
    return api.post("/v1/embeddings", "{\"model\":\"pebble\"," + fields + "}");
  }

  private void assertRefused(String fields, String code, String param) {
    assertError(embed(fields), 400, code, param);
  }

  @Test
  void everyTextGetsItsVectorInOrderAndAllOfThemArePaid() {
    HttpResponse<String> reply = embed("\"input\":[\"one two\",\"three\"]");
    JsonNode body = json(reply);
    assertThat(body.at("/data/0/embedding")).hasToString("[7.0,2.0]");
    assertThat(body.at("/data/1/embedding")).hasToString("[5.0,1.0]");
    assertThat(body.at("/data/1/index").asInt()).isEqualTo(1);
    assertThat(body.at("/usage/total_tokens").asInt()).isEqualTo(14);
    assertThat(body.at("/peerz/costWei").asString()).isEqualTo("20");
    assertThat(reply.headers().firstValue("x-peerz-cost")).hasValue("20");
  }

  @Test
  void base64HoldsTheSameFloats() {
    JsonNode body = json(embed("\"input\":\"one two\",\"encoding_format\":\"base64\""));
    ByteBuffer bytes =
        ByteBuffer.wrap(Base64.getDecoder().decode(body.at("/data/0/embedding").asString()))
            .order(ByteOrder.LITTLE_ENDIAN);
    assertThat(bytes.getFloat()).isEqualTo(7);
    assertThat(bytes.getFloat()).isEqualTo(2);
    assertThat(bytes.hasRemaining()).isFalse();
  }

  @Test
  void whatIsWrongIsNamed() {
    assertRefused("\"input\":[]", "invalid_value", "input");
    assertRefused("\"input\":[1,2]", "invalid_value", "input");
    assertRefused(
        "\"input\":\"a\",\"encoding_format\":\"int8\"", "invalid_value", "encoding_format");
    assertRefused("\"input\":\"a\",\"dimensions\":8", "unsupported_parameter", "dimensions");
  }

  @Test
  void aModelThatWritesTextSaysSo() {
    gateway.embeds = false;
    HttpResponse<String> reply = embed("\"input\":\"a\"");
    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(reply.body()).contains("unsupported_parameter", "trained to write text");
  }
}
