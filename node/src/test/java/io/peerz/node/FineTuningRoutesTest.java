package io.peerz.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.node.api.HttpService;
import io.peerz.node.api.UploadPlace;
import io.peerz.node.data.HostPort;
import io.peerz.node.gateway.AdapterCatalog;
import io.peerz.node.jobs.TestOffice;
import io.peerz.proof.id.Digest;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files and jobs over HTTP, as OpenAI's clients speak it. */
class FineTuningRoutesTest {
  private static final int UPLOAD_BYTES = 64 * 1024;

  @TempDir Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = HttpClient.newHttpClient();
  private TestOffice test;
  private HttpService server;

  @BeforeEach
  void start() {
    test = new TestOffice(folder);
    FineTuningRoutes routes =
        new FineTuningRoutes(new FineTuning(test.files(), test.office(), AdapterCatalog.EMPTY));
    server =
        new HttpService(
            vertx,
            HostPort.parse("127.0.0.1:0"),
            routes::addTo,
            Optional.of(new UploadPlace("/v1/files", folder.resolve("uploads"), UPLOAD_BYTES)));
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private record Reply(int status, JsonNode json, String text) {}

  private Reply send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> reply = client.send(request.build(), BodyHandlers.ofString());
      String type = reply.headers().firstValue("content-type").orElse("");
      return new Reply(
          reply.statusCode(),
          type.startsWith("application/json")
              ? JsonMapper.shared().readTree(reply.body())
              : JsonMapper.shared().createObjectNode(),
          reply.body());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private HttpRequest.Builder at(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }

  private Reply upload(String data) {
    String body =
        "--b\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nfine-tune\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"d.jsonl\"\r\n"
            + "Content-Type: application/octet-stream\r\n\r\n"
            + data
            + "\r\n--b--\r\n";
    return send(
        at("/v1/files")
            .header("content-type", "multipart/form-data; boundary=b")
            .POST(BodyPublishers.ofString(body)));
  }

  private Reply post(String path, String json) {
    return send(
        at(path).header("content-type", "application/json").POST(BodyPublishers.ofString(json)));
  }

  private String job(String file, String more) {
    return "{\"training_file\":\"%s\",\"model\":\"%s\"%s}".formatted(file, TestOffice.NAME, more);
  }

  @Test
  void aFileIsUploadedListedReadAndDeleted() {
    Reply uploaded = upload(TestOffice.conversations(30));
    assertThat(uploaded.status()).isEqualTo(200);
    assertThat(uploaded.json().path("object").asString()).isEqualTo("file");
    assertThat(uploaded.json().path("purpose").asString()).isEqualTo("fine-tune");
    assertThat(uploaded.json().at("/peerz/examples").asInt()).isEqualTo(30);
    String id = uploaded.json().path("id").asString();

    assertThat(send(at("/v1/files").GET()).json().path("data")).hasSize(1);
    assertThat(send(at("/v1/files/" + id).GET()).json().path("filename").asString())
        .isEqualTo("d.jsonl");
    assertThat(send(at("/v1/files/" + id + "/content").GET()).text()).contains("say 29");
    assertThat(send(at("/v1/files/" + id).DELETE()).json().path("deleted").asBoolean()).isTrue();
    assertThat(send(at("/v1/files/" + id).GET()).status()).isEqualTo(404);
  }

  @Test
  void aBrokenLineIsNamedAndNothingIsKept() {
    Reply refused = upload(TestOffice.conversations(2) + "nonsense\n");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().at("/error/message").asString()).startsWith("line 3:");
    assertThat(send(at("/v1/files").GET()).json().path("data")).isEmpty();
  }

  @Test
  void anUploadBeyondTheLimitIsRefused() {
    assertThat(upload("x".repeat(UPLOAD_BYTES + 1)).status()).isEqualTo(413);
  }

  @Test
  void anEstimateSignsNothingAndAJobIsPostedOnce() {
    String file = upload(TestOffice.conversations(40)).json().path("id").asString();
    Reply estimate = post("/peerz/v1/fine_tuning/estimate", job(file, ""));
    assertThat(estimate.status()).isEqualTo(200);
    assertThat(estimate.json().path("least").asString()).isNotEmpty();
    assertThat(test.posted()).isZero();

    Reply created =
        post(
            "/v1/fine_tuning/jobs",
            job(file, ",\"suffix\":\"zorv\",\"hyperparameters\":{\"n_epochs\":2}"));
    assertThat(created.status()).isEqualTo(200);
    assertThat(created.json().path("object").asString()).isEqualTo("fine_tuning.job");
    assertThat(created.json().path("status").asString()).isEqualTo("queued");
    assertThat(created.json().at("/peerz/adapter").asString()).startsWith("ft:pebble-1.6m:zorv:");
    assertThat(test.posted()).isEqualTo(1);

    String id = created.json().path("id").asString();
    assertThat(send(at("/v1/fine_tuning/jobs").GET()).json().path("data")).hasSize(1);
    JsonNode events = send(at("/v1/fine_tuning/jobs/" + id + "/events?limit=1").GET()).json();
    assertThat(events.path("data")).hasSize(1);
    assertThat(events.path("has_more").asBoolean()).isFalse();
    assertThat(send(at("/v1/fine_tuning/jobs/" + id + "/checkpoints").GET()).json().path("data"))
        .isEmpty();
  }

  @Test
  void aWalletElsewherePostsWhatWasPreparedAndTheJobIsTakenOver() {
    String file = upload(TestOffice.conversations(40)).json().path("id").asString();
    Reply draft =
        post(
            "/peerz/v1/fine_tuning/prepare",
            job(file, ",\"suffix\":\"own\",\"peerz\":{\"rounds\":2,\"seats\":1}"));
    assertThat(draft.status()).as(draft.text()).isEqualTo(200);
    JsonNode params = draft.json().path("params");
    assertThat(params).hasSize(24);
    assertThat(params.path("rounds").asInt()).isEqualTo(2);
    BigInteger perRound =
        Stream.of("basePerRound", "improvementPerRound", "feePerSeat")
            .map(name -> new BigInteger(params.path(name).asString()))
            .reduce(BigInteger.ZERO, BigInteger::add);
    assertThat(draft.json().path("escrowWei").asString())
        .isEqualTo(perRound.multiply(BigInteger.TWO).toString());
    assertThat(test.posted()).as("nothing is signed here").isZero();

    String transaction = test.postElsewhere(draft.json().path("uri").asString()).hex();
    String adopt = "{\"transaction\":\"%s\"}".formatted(transaction);
    Reply adopted = post("/peerz/v1/fine_tuning/adopt", adopt);
    assertThat(adopted.status()).as(adopted.text()).isEqualTo(200);
    assertThat(adopted.json().at("/peerz/adapter").asString()).startsWith("ft:pebble-1.6m:own:");
    assertThat(post("/peerz/v1/fine_tuning/adopt", adopt).json()).isEqualTo(adopted.json());
    assertThat(send(at("/v1/fine_tuning/jobs").GET()).json().path("data")).hasSize(1);
  }

  @Test
  void onlyWhatWasPreparedHereIsTakenOver() {
    String stranger = test.postElsewhere("somewhere else").hex();
    Reply refused =
        post("/peerz/v1/fine_tuning/adopt", "{\"transaction\":\"%s\"}".formatted(stranger));
    assertThat(refused.status()).isEqualTo(404);
    assertThat(refused.json().at("/error/message").asString()).contains("not prepared here");
    String nothing = "{\"transaction\":\"%s\"}".formatted(Digest.ZERO.hex());
    assertThat(post("/peerz/v1/fine_tuning/adopt", nothing).status()).isEqualTo(404);
    assertThat(post("/peerz/v1/fine_tuning/adopt", "{\"transaction\":\"x\"}").status())
        .isEqualTo(400);
    assertThat(send(at("/v1/fine_tuning/jobs").GET()).json().path("data")).isEmpty();
  }

  @Test
  void whatIsNotServedIsRefusedByName() {
    String file = upload(TestOffice.conversations(40)).json().path("id").asString();
    Reply preference = post("/v1/fine_tuning/jobs", job(file, ",\"method\":{\"type\":\"dpo\"}"));
    assertThat(preference.status()).isEqualTo(400);
    assertThat(preference.json().at("/error/param").asString()).isEqualTo("method");
    Reply validation =
        post("/v1/fine_tuning/jobs", job(file, ",\"validation_file\":\"" + file + "\""));
    assertThat(validation.json().at("/error/code").asString()).isEqualTo("unsupported_parameter");
    assertThat(test.posted()).isZero();
  }

  @Test
  void aJobOnAnUnknownBaseOrOfAnUnknownIdIsNotFound() {
    String file = upload(TestOffice.conversations(40)).json().path("id").asString();
    String other = "{\"training_file\":\"%s\",\"model\":\"gpt-9\"}".formatted(file);
    assertThat(post("/v1/fine_tuning/jobs", other).status()).isEqualTo(404);
    assertThat(send(at("/v1/fine_tuning/jobs/ftjob-none").GET()).status()).isEqualTo(404);
  }

  @Test
  void aBudgetBelowTheEstimateIsAQuestionOfMoney() {
    String file = upload(TestOffice.conversations(40)).json().path("id").asString();
    Reply refused =
        post("/v1/fine_tuning/jobs", job(file, ",\"peerz\":{\"max_spend\":\"0.000000001\"}"));
    assertThat(refused.status()).isEqualTo(402);
    assertThat(refused.json().at("/error/code").asString()).isEqualTo("insufficient_funds");
    assertThat(test.posted()).isZero();
  }
}
