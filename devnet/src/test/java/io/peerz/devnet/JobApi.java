package io.peerz.devnet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client that speaks to a gateway's files and fine-tuning jobs and takes no for an answer. */
final class JobApi implements AutoCloseable {
  /** What came back. */
  record Reply(int status, JsonNode json) {
    String error(String field) {
      return json.at("/error/" + field).asString("");
    }
  }

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI gateway;

  JobApi(URI gateway) {
    this.gateway = gateway;
  }

  Reply upload(byte[] data) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(
        ("--b\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nfine-tune\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"d.jsonl\"\r\n"
                + "Content-Type: application/octet-stream\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8));
    body.writeBytes(data);
    body.writeBytes("\r\n--b--\r\n".getBytes(StandardCharsets.UTF_8));
    return send(
        at("/v1/files")
            .header("content-type", "multipart/form-data; boundary=b")
            .POST(BodyPublishers.ofByteArray(body.toByteArray())));
  }

  Reply create(String json) {
    return send(
        at("/v1/fine_tuning/jobs")
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  Reply get(String path) {
    return send(at(path).GET());
  }

  Reply delete(String path) {
    return send(at(path).DELETE());
  }

  private HttpRequest.Builder at(String path) {
    return HttpRequest.newBuilder(gateway.resolve(path)).timeout(PATIENCE);
  }

  private Reply send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> reply = http.send(request.build(), BodyHandlers.ofString());
      return new Reply(reply.statusCode(), JsonMapper.shared().readTree(reply.body()));
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
