package io.peerz.node;

import static io.peerz.node.ServedApi.json;
import static io.peerz.node.ServedApi.question;
import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.inference.text.ChatMessage;
import io.peerz.node.gateway.GenerationJob;
import io.peerz.node.gateway.Prompt;
import io.peerz.node.gateway.RouteWishes;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a request says reaches the gateway, or is refused by the name of the field. */
class RequestFieldsTest {
  @TempDir private Path folder;
  private final FakeGateway gateway = new FakeGateway();
  private ServedApi api;

  @BeforeEach
  void start() {
    api = new ServedApi(gateway, folder);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void whatARequestAsksOfItsRouteReachesTheGateway() throws InterruptedException {
    String route =
        "{\"max_price\":\"0.5\",\"min_stake\":\"3\",\"different_operators\":true,"
            + "\"aim\":\"throughput\"}";
    assertThat(api.chat("\"peerz\":{\"route\":" + route + "}").statusCode()).isEqualTo(200);

    RouteWishes wishes = gateway.asked.take().wishes();

    assertThat(wishes.maxWeiPerMillionTokens()).hasValue(new BigInteger("500000000000000000"));
    assertThat(wishes.minStakeWei()).isEqualTo(new BigInteger("3000000000000000000"));
    assertThat(wishes.differentOperators()).isTrue();
    assertThat(wishes.throughput()).isTrue();
  }

  @Test
  void aWishThatIsNoAmountIsRefusedByName() {
    HttpResponse<String> reply = api.chat("\"peerz\":{\"route\":{\"max_price\":\"cheap\"}}");
    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(json(reply).path("error").path("param").asString()).isEqualTo("max_price");
    assertThat(api.chat("\"peerz\":{\"route\":{\"aim\":\"speed\"}}").body())
        .contains("aim: must be latency or throughput");
  }

  @Test
  void rolesPartsAliasesAndStopsReachTheGateway() throws Exception {
    String body =
        """
        {"model":"pebble","max_completion_tokens":5,"max_tokens":99,"temperature":0.5,"top_p":0.9,"top_k":3,
         "seed":-12,"stop":["a","b"],"user":"someone","metadata":{},
         "messages":[{"role":"developer","content":"be brief"},
                     {"role":"user","content":[{"type":"text","text":"one "},{"type":"text","text":"two"}]}]}\
        """;
    assertThat(api.post(ServedApi.CHAT, body).statusCode()).isEqualTo(200);
    GenerationJob job = gateway.asked.take();
    assertThat(job.prompt())
        .isEqualTo(
            new Prompt.Chat(
                List.of(
                    new ChatMessage("system", "be brief"), new ChatMessage("user", "one two"))));
    assertThat(job.sampling().maxTokens()).isEqualTo(5);
    assertThat(job.sampling().seed()).isEqualTo(-12);
    assertThat(job.sampling().topK()).isEqualTo(3);
    assertThat(job.stops()).containsExactly("a", "b");
  }

  @Test
  void aSchemaReachesTheJobAndSoDoesAnyObject() {
    assertThat(api.chat(schema("{\"type\":\"boolean\"}")).statusCode()).isEqualTo(200);
    assertThat(api.chat("\"response_format\":{\"type\":\"json_object\"}").statusCode())
        .isEqualTo(200);
    assertThat(gateway.asked)
        .extracting(job -> job.schema().orElse(""))
        .containsExactly("{\"type\":\"boolean\"}", "{\"type\":\"object\"}");
  }

  static Stream<Arguments> badRequests() {
    return Stream.of(
        Arguments.of("not json", "body"),
        Arguments.of("[]", "body"),
        Arguments.of("{}", "messages"),
        Arguments.of("{\"model\":\"m\",\"messages\":[]}", "messages"),
        Arguments.of("{\"model\":\"m\",\"messages\":[1]}", "messages"),
        Arguments.of(
            "{\"model\":\"m\",\"messages\":[{\"role\":\"alien\",\"content\":\"x\"}]}", "messages"),
        Arguments.of("{\"model\":\"m\",\"messages\":[{\"role\":\"user\"}]}", "messages"),
        Arguments.of("{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}", "model"),
        Arguments.of(question("\"max_tokens\":-1"), "max_tokens"),
        Arguments.of(question("\"max_tokens\":1.5"), "max_tokens"),
        Arguments.of(question("\"max_completion_tokens\":0"), "max_completion_tokens"),
        Arguments.of(question("\"temperature\":3"), "temperature"),
        Arguments.of(question("\"temperature\":\"hot\""), "temperature"),
        Arguments.of(question("\"top_p\":0"), "top_p"),
        Arguments.of(question("\"n\":9"), "n"),
        Arguments.of(question("\"stream\":\"yes\""), "stream"),
        Arguments.of(question("\"stop\":[\"a\",\"b\",\"c\",\"d\",\"e\"]"), "stop"),
        Arguments.of(question("\"stop\":[\"\"]"), "stop"),
        Arguments.of(question("\"tools\":[{}]"), "tools"),
        Arguments.of(question("\"logprobs\":1"), "logprobs"),
        Arguments.of(question("\"top_logprobs\":1"), "top_logprobs"),
        Arguments.of(question("\"logprobs\":true,\"top_logprobs\":21"), "top_logprobs"),
        Arguments.of(question("\"logit_bias\":{\"1\":101}"), "logit_bias"),
        Arguments.of(question("\"logit_bias\":{\"one\":1}"), "logit_bias"),
        Arguments.of(question("\"response_format\":{\"type\":\"yaml\"}"), "response_format"),
        Arguments.of(question(schema("{\"type\":\"date\"}")), "response_format"),
        Arguments.of(
            question(schema("{\"type\":\"string\",\"pattern\":\"a\"}")), "response_format"));
  }

  private static String schema(String schema) {
    return "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"x\",\"schema\":%s}}"
        .formatted(schema);
  }

  @ParameterizedTest
  @MethodSource("badRequests")
  void aBadFieldIsNamedInA400(String body, String param) {
    HttpResponse<String> reply = api.post(ServedApi.CHAT, body);
    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(json(reply).path("error").path("param").asString()).isEqualTo(param);
    assertThat(gateway.asked).isEmpty();
  }
}
