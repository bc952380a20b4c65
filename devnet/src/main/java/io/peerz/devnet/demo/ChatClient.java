package io.peerz.devnet.demo;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A plain client of the OpenAI-style door: everything it knows comes over HTTP. */
public final class ChatClient implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String DATA = "data: ";
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI gateway;

  public ChatClient(URI gateway) {
    this.gateway = gateway;
  }

  /** Streams one answer; each piece of text is handed out as it comes. */
  public Answer chat(String model, String prompt, int maxTokens, Consumer<String> pieces) {
    Map<String, Object> body =
        Map.of(
            "model",
            model,
            "messages",
            List.of(Map.of("role", "user", "content", prompt)),
            "max_tokens",
            maxTokens,
            "temperature",
            0,
            "stream",
            true,
            "stream_options",
            Map.of("include_usage", true));
    StringBuilder text = new StringBuilder();
    JsonNode[] last = new JsonNode[1];
    try (Stream<String> lines = send("/v1/chat/completions", body)) {
      lines
          .filter(line -> line.startsWith(DATA) && !line.endsWith("[DONE]"))
          .map(line -> JSON.readTree(line.substring(DATA.length())))
          .forEach(
              event -> {
                failIfError(event);
                String piece = event.at("/choices/0/delta/content").asString("");
                text.append(piece);
                pieces.accept(piece);
                last[0] = event.has("peerz") ? event : last[0];
              });
    }
    if (last[0] == null) {
      throw new PeerzException(
          ErrorCode.BUG, "the answer ended without its usage; see the gateway's log");
    }
    return answer(text.toString(), last[0]);
  }

  /**
   * Asks the gateway to close, or later to settle, all channels of its payer; returns transaction
   * hashes.
   */
  List<Digest> channels(String verb) {
    try (Stream<String> lines = send("/peerz/v1/channels/" + verb, Map.of())) {
      JsonNode reply = JSON.readTree(String.join("\n", lines.toList()));
      failIfError(reply);
      List<Digest> hashes = new ArrayList<>();
      reply.path("transactions").forEach(hash -> hashes.add(Digest.ofHex(hash.asString())));
      return hashes;
    }
  }

  private static Answer answer(String text, JsonNode event) {
    JsonNode extras = event.path("peerz");
    List<Integer> tokens = new ArrayList<>();
    extras.path("tokens").forEach(token -> tokens.add(token.asInt()));
    List<Answer.Hop> hops = new ArrayList<>();
    extras.path("route").forEach(hop -> hops.add(hop(hop)));
    return new Answer(
        text,
        tokens,
        event.at("/usage/prompt_tokens").asInt(),
        extras.path("sessionId").asString(""),
        hops,
        new BigInteger(extras.path("costWei").asString()),
        extras.path("firstTokenMicros").asLong(),
        extras.path("totalMicros").asLong());
  }

  private static Answer.Hop hop(JsonNode hop) {
    return new Answer.Hop(
        Digest.ofHex(hop.path("nodeId").asString()),
        hop.path("layerStart").asInt(),
        hop.path("layerEnd").asInt(),
        hop.path("receipts").asInt(),
        new BigInteger(hop.path("macs").asString()),
        new BigInteger(hop.path("paidWei").asString()));
  }

  private static void failIfError(JsonNode reply) {
    if (reply.has("error")) {
      throw new PeerzException(
          ErrorCode.PEER_MISBEHAVED,
          "the gateway answered: " + reply.at("/error/message").asString(""));
    }
  }

  private Stream<String> send(String path, Map<String, Object> body) {
    HttpRequest request =
        HttpRequest.newBuilder(gateway.resolve(path))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
            .build();
    try {
      HttpResponse<Stream<String>> response =
          http.send(request, HttpResponse.BodyHandlers.ofLines());
      if (response.statusCode() != 200) {
        failIfError(JSON.readTree(String.join("\n", response.body().toList())));
        throw new PeerzException(
            ErrorCode.BUG, "the gateway answered status " + response.statusCode());
      }
      return response.body();
    } catch (IOException e) {
      throw new PeerzException(
          ErrorCode.PEER_UNREACHABLE, "no gateway at " + gateway + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeerzException(ErrorCode.CANCELLED, "interrupted while waiting for the gateway", e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
