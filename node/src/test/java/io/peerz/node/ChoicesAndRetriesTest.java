package io.peerz.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.node.data.ApiKeys;
import io.peerz.node.data.KeySpending;
import io.peerz.node.gateway.GenerationJob;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Several answers to one request, and one answer to several requests. */
class ChoicesAndRetriesTest {
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
  void nAnswersHaveIndexesOfTheirOwnAndSeedsOfTheirOwn() {
    JsonNode json = ServedApi.json(api.chat("\"n\":3,\"seed\":7"));
    assertThat(json.path("choices").size()).isEqualTo(3);
    assertThat(json.path("choices").path(2).path("index").asInt()).isEqualTo(2);
    assertThat(json.path("usage").path("prompt_tokens").asInt()).isEqualTo(7);
    assertThat(json.path("usage").path("completion_tokens").asInt()).isEqualTo(9);
    assertThat(json.path("peerz").path("costWei").asString()).isEqualTo("30");
    assertThat(gateway.asked).extracting(job -> job.sampling().seed()).containsExactly(7L, 8L, 9L);
  }

  @Test
  void nAnswersStreamOneAfterTheOtherUnderTheirIndexes() {
    List<JsonNode> chunks =
        ServedApi.events(api.chat("\"n\":2,\"stream\":true").body()).stream()
            .filter(event -> event.startsWith("{"))
            .map(JsonMapper.shared()::readTree)
            .toList();
    for (int index = 0; index < 2; index++) {
      int wanted = index;
      List<JsonNode> own =
          chunks.stream()
              .map(chunk -> chunk.path("choices").path(0))
              .filter(choice -> choice.path("index").asInt() == wanted)
              .toList();
      assertThat(own.getFirst().path("delta").path("role").asString()).isEqualTo("assistant");
      assertThat(own.getLast().path("finish_reason").asString()).isEqualTo("stop");
    }
  }

  @Test
  void biasesReachTheSampler() {
    assertThat(api.chat("\"logit_bias\":{\"5\":-100,\"6\":2.5}").statusCode()).isEqualTo(200);
    GenerationJob job = gateway.asked.element();
    assertThat(job.sampling().logitBias()).isEqualTo(Map.of(5, -100.0, 6, 2.5));
  }

  @Test
  void aRepeatedKeyGetsTheSameAnswerAndCostsNothing() {
    String first = api.chat("", "Idempotency-Key", "one").body();
    HttpResponse<String> again = api.chat("", "Idempotency-Key", "one");
    assertThat(again.body()).isEqualTo(first);
    assertThat(again.headers().firstValue("x-peerz-cost")).isPresent();
    assertThat(gateway.asked).hasSize(1);
    assertThat(api.chat("", "Idempotency-Key", "two").body()).isNotEqualTo(first);
    assertThat(gateway.asked).hasSize(2);
  }

  @Test
  void aKeyOfAnotherRequestIsRefused() {
    api.chat("", "Idempotency-Key", "one");
    HttpResponse<String> other = api.chat("\"seed\":1", "Idempotency-Key", "one");
    assertThat(other.statusCode()).isEqualTo(400);
    assertThat(other.body()).contains("was used for another request");
  }

  @Test
  void aCappedKeySpendsUntilItsCapAndNoFurther() {
    ApiKeys keys = new ApiKeys(folder);
    long later = Instant.now().plusSeconds(3_600).getEpochSecond();
    String key = keys.create("bob", BigInteger.valueOf(15), later);
    assertThat(api.chat("").statusCode()).as("without a key").isEqualTo(401);
    assertThat(api.chat("", "Authorization", "Bearer " + key).statusCode()).isEqualTo(200);
    assertThat(api.chat("", "Authorization", "Bearer " + key).statusCode()).isEqualTo(200);
    HttpResponse<String> poor = api.chat("", "Authorization", "Bearer " + key);
    assertThat(poor.statusCode()).isEqualTo(402);
    assertThat(poor.body()).contains("insufficient_funds", "its cap");
    assertThat(new KeySpending(folder).spentWei(keys.list().getFirst().hash())).isEqualTo(20);
    keys.create("eve", BigInteger.TEN, Instant.now().minusSeconds(1).getEpochSecond());
    keys.revoke("bob");
    assertThat(api.chat("", "Authorization", "Bearer " + key).statusCode()).isEqualTo(401);
  }

  @Test
  void anExpiredKeyIsRefused() {
    String key =
        new ApiKeys(folder)
            .create("old", BigInteger.TEN, Instant.now().minusSeconds(1).getEpochSecond());
    HttpResponse<String> reply = api.chat("", "Authorization", "Bearer " + key);
    assertThat(reply.statusCode()).isEqualTo(401);
    assertThat(reply.body()).contains("expired");
  }

  @Test
  void whatFailedMayBeTriedAgainUnderItsKey() {
    gateway.failAtStart.set(new PeerzException(ErrorCode.NO_ROUTE, "no route"));
    assertThat(api.chat("", "Idempotency-Key", "one").statusCode()).isEqualTo(503);
    gateway.failAtStart.set(null);
    assertThat(api.chat("", "Idempotency-Key", "one").statusCode()).isEqualTo(200);
  }
}
