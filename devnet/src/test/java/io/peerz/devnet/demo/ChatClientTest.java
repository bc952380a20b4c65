package io.peerz.devnet.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.peerz.devnet.process.Ports;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChatClientTest {
  private static final String NODE = "0x" + "ab".repeat(32);
  private static final String PIECE = "data: {\"choices\":[{\"delta\":{\"content\":\"%s\"}}]}\n\n";
  private static final String USAGE =
      "data:"
          + " {\"choices\":[],\"usage\":{\"prompt_tokens\":4},\"peerz\":{\"sessionId\":\"0x1\",\"costWei\":\"7\","
          + "\"tokens\":[72,105],\"firstTokenMicros\":5,\"totalMicros\":9,\"route\":[{\"nodeId\":\""
          + NODE
          + "\",\"layerStart\":0,\"layerEnd\":2,\"receipts\":1,\"macs\":\"100\",\"paidWei\":\"7\"}]}}\n\n";

  private HttpServer server;

  @AfterEach
  void stop() {
    if (server != null) {
      server.stop(0);
    }
  }

  private URI serve(int status, String body) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Test
  void piecesArriveInOrderAndTheUsageNamesTheRoute() throws IOException {
    URI gateway =
        serve(200, PIECE.formatted("H") + PIECE.formatted("i") + USAGE + "data: [DONE]\n\n");
    List<String> pieces = new ArrayList<>();

    try (ChatClient client = new ChatClient(gateway)) {
      Answer answer = client.chat("m", "hello", 8, pieces::add);

      assertThat(answer.text()).isEqualTo("Hi");
      assertThat(answer.tokens()).containsExactly(72, 105);
      assertThat(answer.hops())
          .singleElement()
          .satisfies(hop -> assertThat(hop.nodeId().hex()).isEqualTo(NODE));
    }
    assertThat(String.join("", pieces)).isEqualTo("Hi");
  }

  @Test
  void anErrorInTheMiddleOfTheStreamIsAnError() throws IOException {
    URI gateway =
        serve(
            200,
            PIECE.formatted("H") + "data: {\"error\":{\"message\":\"the node went away\"}}\n\n");

    try (ChatClient client = new ChatClient(gateway)) {
      assertThatThrownBy(() -> client.chat("m", "hello", 8, piece -> {}))
          .hasMessageContaining("the node went away");
    }
  }

  @Test
  void aRefusalCarriesTheGatewaysWords() throws IOException {
    URI gateway = serve(402, "{\"error\":{\"message\":\"the wallet is empty\"}}");

    try (ChatClient client = new ChatClient(gateway)) {
      assertThatThrownBy(() -> client.chat("m", "hello", 8, piece -> {}))
          .hasMessageContaining("the wallet is empty");
    }
  }

  @Test
  void anAbsentGatewayIsOneClearLine() {
    try (ChatClient client = new ChatClient(URI.create("http://127.0.0.1:" + Ports.free()))) {
      assertThatThrownBy(() -> client.chat("m", "hello", 8, piece -> {}))
          .isInstanceOfSatisfying(
              PeerzException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.PEER_UNREACHABLE));
    }
  }
}
