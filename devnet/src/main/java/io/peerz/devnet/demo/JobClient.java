package io.peerz.devnet.demo;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A submitter who knows nothing but OpenAI's files and fine-tuning endpoints. */
public final class JobClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final String DATA = "data: ";

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI gateway;

  public JobClient(URI gateway) {
    this.gateway = gateway;
  }

  /** Uploads a data set and returns the file's id. */
  public String upload(String jsonl) {
    String body =
        part("purpose", "", "fine-tune")
            + part("file", "; filename=\"zorv.jsonl\"", jsonl)
            + "--peerz--\r\n";
    return post("/v1/files", body, "multipart/form-data; boundary=peerz").path("id").asString();
  }

  private static String part(String name, String more, String content) {
    return "--peerz\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n\r\n%s\r\n"
        .formatted(name, more, content);
  }

  /** Posts a job and returns it. */
  public JsonNode create(Map<String, Object> request) {
    return post(
        "/v1/fine_tuning/jobs",
        JsonMapper.shared().writeValueAsString(request),
        "application/json");
  }

  /** The job as it stands. */
  public JsonNode get(String id) {
    return reply(HttpRequest.newBuilder(gateway.resolve("/v1/fine_tuning/jobs/" + id)).GET());
  }

  /** Hands out the job's events until it has ended. */
  public void watch(String id, Consumer<JsonNode> listener) {
    HttpRequest request =
        HttpRequest.newBuilder(
                gateway.resolve("/v1/fine_tuning/jobs/" + id + "/events?stream=true"))
            .timeout(PATIENCE)
            .build();
    try (Stream<String> lines = http.send(request, HttpResponse.BodyHandlers.ofLines()).body()) {
      lines
          .filter(line -> line.startsWith(DATA) && !line.endsWith("[DONE]"))
          .map(line -> JsonMapper.shared().readTree(line.substring(DATA.length())))
          .forEach(listener);
    } catch (IOException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private JsonNode post(String path, String body, String type) {
    return reply(
        HttpRequest.newBuilder(gateway.resolve(path))
            .header("content-type", type)
            .POST(BodyPublishers.ofString(body)));
  }

  private JsonNode reply(HttpRequest.Builder request) {
    try {
      HttpResponse<String> reply =
          http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
      JsonNode json = JsonMapper.shared().readTree(reply.body());
      if (reply.statusCode() != 200) {
        throw new PeerzException(
            ErrorCode.PEER_MISBEHAVED,
            "the gateway answered: " + json.at("/error/message").asString(""));
      }
      return json;
    } catch (IOException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private PeerzException unreachable(IOException e) {
    return new PeerzException(
        ErrorCode.PEER_UNREACHABLE, "no gateway at " + gateway + ": " + e.getMessage(), e);
  }

  private static PeerzException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new PeerzException(ErrorCode.CANCELLED, "interrupted while waiting for the gateway", e);
  }

  @Override
  public void close() {
    http.close();
  }
}
