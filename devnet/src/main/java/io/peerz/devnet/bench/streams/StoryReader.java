package io.peerz.devnet.bench.streams;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks for stories of one length, each with a seed of its own: the same seed is the same text on
 * any machine, so a text that is not its seed's came from another stream. Thread-safe; blocking.
 */
final class StoryReader implements AutoCloseable {
  static final int TOKENS = 60;
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String DATA = "data: ";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI chat;
  private final Map<String, Object> request;

  /**
   * @param endToken ends an answer; it is never drawn, so that all are as long as they may be
   */
  StoryReader(URI gateway, String model, int endToken) {
    this.chat = gateway.resolve("/v1/chat/completions");
    this.request =
        Map.of(
            "model",
            model,
            "messages",
            List.of(Map.of("role", "user", "content", "Tell me a story.")),
            "temperature",
            1.5,
            "max_tokens",
            TOKENS,
            "logit_bias",
            Map.of(Integer.toString(endToken), -100));
  }

  /** The request as JSON, with other fields added or replaced. */
  String body(Map<String, Object> more) {
    Map<String, Object> all = new TreeMap<>(request);
    all.putAll(more);
    return JsonMapper.shared().writeValueAsString(all);
  }

  URI address() {
    return chat;
  }

  /** The text of a seed, asked for alone and whole. */
  String whole(int seed) {
    HttpResponse<String> reply = send(Map.of("seed", seed), BodyHandlers.ofString());
    requireOk(reply.statusCode(), reply.body());
    return content(JsonMapper.shared().readTree(reply.body()), "message");
  }

  /** The same as a stream. */
  Heard stream(int seed) {
    long sent = System.nanoTime();
    HttpResponse<Stream<String>> reply =
        send(Map.of("seed", seed, "stream", true), BodyHandlers.ofLines());
    StringBuilder text = new StringBuilder();
    List<Double> pieces = new ArrayList<>();
    try (Stream<String> lines = reply.body()) {
      Iterator<String> each = lines.iterator();
      if (reply.statusCode() != 200) {
        requireOk(reply.statusCode(), each.hasNext() ? each.next() : "");
      }
      while (each.hasNext()) {
        String line = each.next();
        String piece = line.startsWith(DATA + "{") ? piece(line.substring(DATA.length())) : "";
        if (!piece.isEmpty()) {
          pieces.add((System.nanoTime() - sent) / 1e6);
          text.append(piece);
        }
      }
    }
    return new Heard(seed, text.toString(), pieces);
  }

  private static String piece(String event) {
    JsonNode json = JsonMapper.shared().readTree(event);
    if (json.has("error")) {
      throw new PeerzException(
          ErrorCode.PEER_MISBEHAVED, "a stream broke off: " + json.at("/error/message").asString());
    }
    return content(json, "delta");
  }

  private static String content(JsonNode json, String part) {
    return json.path("choices").path(0).path(part).path("content").asString("");
  }

  private <T> HttpResponse<T> send(Map<String, Object> more, HttpResponse.BodyHandler<T> handler) {
    try {
      return http.send(
          HttpRequest.newBuilder(chat)
              .timeout(PATIENCE)
              .header("content-type", "application/json")
              .POST(BodyPublishers.ofString(body(more)))
              .build(),
          handler);
    } catch (IOException e) {
      throw new PeerzException(ErrorCode.PEER_UNREACHABLE, "the gateway: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeerzException(ErrorCode.CANCELLED, "interrupted while reading a stream", e);
    }
  }

  private static void requireOk(int status, String said) {
    if (status != 200) {
      throw new PeerzException(
          ErrorCode.PEER_MISBEHAVED, "the gateway answered %d: %s".formatted(status, said));
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
