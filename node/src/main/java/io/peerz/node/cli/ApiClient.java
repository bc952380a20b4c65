package io.peerz.node.cli;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks to a gateway's HTTP API. Blocking. */
final class ApiClient {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(5);
  private static final String DATA = "data: ";
  private static final String END = "[DONE]";

  private final URI api;
  private final Optional<String> key;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();

  ApiClient(URI api, Optional<String> key) {
    this.api = api;
    this.key = key;
  }

  /** Sends a streaming request and returns its last event, which tells usage and cost. */
  JsonNode stream(String body, Consumer<String> pieces) {
    HttpRequest.Builder request =
        request("/v1/chat/completions")
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(body));
    try {
      HttpResponse<Stream<String>> reply = client.send(request.build(), BodyHandlers.ofLines());
      try (Stream<String> lines = reply.body()) {
        return reply.statusCode() == 200 ? read(lines.iterator(), pieces) : refused(lines);
      }
    } catch (IOException | UncheckedIOException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  JsonNode get(String path) {
    return whole(request(path).GET());
  }

  JsonNode post(String path, String json) {
    return whole(
        request(path)
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  JsonNode delete(String path) {
    return whole(request(path).DELETE());
  }

  /** Uploads a data set; the gateway reads every line before it takes the file. */
  JsonNode upload(Path file) {
    DataFile.require(file);
    String boundary = "peerz-" + UUID.randomUUID();
    String name = file.getFileName().toString().replaceAll("[^A-Za-z0-9._-]", "_");
    String head =
        """
        --%1$s\r
        Content-Disposition: form-data; name="purpose"\r
        \r
        fine-tune\r
        --%1$s\r
        Content-Disposition: form-data; name="file"; filename="%2$s"\r
        Content-Type: application/octet-stream\r
        \r
        """
            .formatted(boundary, name);
    try {
      BodyPublisher body =
          BodyPublishers.concat(
              BodyPublishers.ofString(head),
              BodyPublishers.ofFile(file),
              BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
      return whole(
          request("/v1/files")
              .header("content-type", "multipart/form-data; boundary=" + boundary)
              .POST(body));
    } catch (FileNotFoundException e) {
      throw new PeerzException(ErrorCode.NOT_FOUND, "there is no file " + file, e);
    }
  }

  /** Hands out server-sent events until the gateway ends the stream. */
  void events(String path, Consumer<JsonNode> listener) {
    try {
      HttpResponse<Stream<String>> reply =
          client.send(request(path).GET().build(), BodyHandlers.ofLines());
      try (Stream<String> lines = reply.body()) {
        if (reply.statusCode() != 200) {
          refused(lines);
        }
        lines
            .filter(line -> line.startsWith(DATA) && !line.endsWith(END))
            .map(line -> parse(line.substring(DATA.length())))
            .forEach(listener);
      }
    } catch (IOException | UncheckedIOException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(api + path)).timeout(ANSWER_TIMEOUT);
    key.ifPresent(value -> request.header("authorization", "Bearer " + value));
    return request;
  }

  private JsonNode whole(HttpRequest.Builder request) {
    try {
      HttpResponse<String> reply = client.send(request.build(), BodyHandlers.ofString());
      JsonNode body = parse(reply.body());
      if (reply.statusCode() != 200) {
        throw failure(body);
      }
      return body;
    } catch (IOException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private PeerzException unreachable(Exception e) {
    return new PeerzException(
        ErrorCode.PEER_UNREACHABLE,
        "no gateway answers at %s; start one with: peerz gateway run, or give --api URL"
            .formatted(api),
        e);
  }

  private static PeerzException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new PeerzException(ErrorCode.CANCELLED, "interrupted while waiting for an answer", e);
  }

  private static JsonNode read(Iterator<String> lines, Consumer<String> pieces) {
    JsonNode last = JsonMapper.shared().createObjectNode();
    while (lines.hasNext()) {
      String line = lines.next();
      if (!line.startsWith(DATA)) {
        continue;
      }
      if (line.endsWith(END)) {
        return last;
      }
      last = parse(line.substring(DATA.length()));
      if (last.has("error")) {
        throw failure(last);
      }
      String piece = last.path("choices").path(0).path("delta").path("content").asString("");
      if (!piece.isEmpty()) {
        pieces.accept(piece);
      }
    }
    throw new PeerzException(
        ErrorCode.PEER_UNREACHABLE, "the gateway cut the answer short; ask again");
  }

  private static JsonNode refused(Stream<String> lines) {
    throw failure(parse(lines.limit(1000).reduce("", String::concat)));
  }

  private static JsonNode parse(String text) {
    try {
      return JsonMapper.shared().readTree(text);
    } catch (JacksonException e) {
      throw new PeerzException(
          ErrorCode.PEER_MISBEHAVED, "what answers there is not a gateway; check --api", e);
    }
  }

  /** Back from the words of the API to our own, so that the exit code is the same. */
  private static PeerzException failure(JsonNode reply) {
    JsonNode error = reply.path("error");
    String name = error.path("code").asString("");
    ErrorCode code =
        switch (name) {
          case "rate_limit_exceeded" -> ErrorCode.BUSY;
          case "context_length_exceeded" -> ErrorCode.PROMPT_TOO_LONG;
          default -> named(name);
        };
    return new PeerzException(code, error.path("message").asString("the gateway refused"));
  }

  private static ErrorCode named(String name) {
    for (ErrorCode code : ErrorCode.values()) {
      if (code.name().equalsIgnoreCase(name)) {
        return code;
      }
    }
    return ErrorCode.BAD_REQUEST;
  }
}
