package io.peerz.devnet.chain;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The few JSON-RPC calls that starting and watching a chain needs; blocking. */
public final class JsonRpc implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final JsonMapper json = JsonMapper.builder().build();
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final URI rpc;

  public JsonRpc(URI rpc) {
    this.rpc = rpc;
  }

  /**
   * The result of one call; an error of the chain or of the connection becomes CHAIN_UNREACHABLE.
   */
  public JsonNode call(String method, Object... params) {
    String body =
        json.writeValueAsString(
            Map.of("jsonrpc", "2.0", "id", 1, "method", method, "params", List.of(params)));
    JsonNode reply = post(body);
    if (reply.hasNonNull("error")) {
      throw unreachable(
          method + " failed: " + reply.path("error").path("message").asString("no reason given"),
          null);
    }
    return reply.path("result");
  }

  public long chainId() {
    return quantity(call("eth_chainId"));
  }

  public long head() {
    return quantity(call("eth_blockNumber"));
  }

  private static long quantity(JsonNode hex) {
    return Long.decode(hex.asString());
  }

  private JsonNode post(String body) {
    HttpRequest request =
        HttpRequest.newBuilder(rpc)
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return json.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw unreachable(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage(), e);
    } catch (JacksonException e) {
      throw unreachable("it did not answer in JSON", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable("interrupted", e);
    }
  }

  private PeerzException unreachable(String why, Exception cause) {
    return new PeerzException(
        ErrorCode.CHAIN_UNREACHABLE, "no chain at " + rpc + ": " + why + "; is it running?", cause);
  }

  @Override
  public void close() {
    http.close();
  }
}
