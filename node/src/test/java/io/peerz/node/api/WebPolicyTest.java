package io.peerz.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.node.data.HostPort;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose web pages may call a server, and under which names it answers. */
class WebPolicyTest {
  private Vertx vertx;
  private HttpService server;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
  }

  @AfterEach
  void stop() {
    server.stop();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private void serve(WebPolicy policy) {
    server =
        new HttpService(
            vertx,
            HostPort.parse("127.0.0.1:0"),
            policy,
            router -> router.get("/x").handler(request -> request.response().end("here")));
    server.start();
  }

  /** The whole answer to a request with exactly these headers. */
  private String ask(String method, String... headers) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      String head = method + " /x HTTP/1.1\r\n" + String.join("\r\n", headers);
      socket
          .getOutputStream()
          .write((head + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  private String address() {
    return "127.0.0.1:" + server.port();
  }

  @Test
  void pagesOfTheServerItselfMayCallIt() throws IOException {
    serve(WebPolicy.OWN_PAGES);
    assertThat(ask("GET", "Host: " + address(), "Origin: http://" + address())).contains("here");
    assertThat(ask("GET", "Host: " + address())).contains("here");
  }

  @Test
  void pagesOfOthersAreRefused() throws IOException {
    serve(WebPolicy.OWN_PAGES);
    assertThat(ask("GET", "Host: " + address(), "Origin: https://evil.example"))
        .contains("403", "origin_not_allowed");
  }

  @Test
  void aStrangersNameThatPointsHereIsRefused() throws IOException {
    serve(WebPolicy.OWN_PAGES);
    String name = "evil.example:" + server.port();
    assertThat(ask("GET", "Host: " + name, "Origin: http://" + name)).contains("421", "wrong_host");
  }

  @Test
  void anAllowedOriginGetsItsPreflightAndItsAnswer() throws IOException {
    serve(new WebPolicy(false, Set.of("https://app.example")));
    assertThat(ask("OPTIONS", "Host: " + address(), "Origin: https://app.example"))
        .contains("204", "access-control-allow-origin: https://app.example");
    assertThat(ask("GET", "Host: " + address(), "Origin: https://app.example"))
        .contains("here", "access-control-allow-origin: https://app.example");
    assertThat(ask("GET", "Host: " + address(), "Origin: https://other.example"))
        .contains("403")
        .doesNotContain("access-control-allow-origin");
  }

  @Test
  void withoutAPolicyNoPageMayCall() throws IOException {
    serve(WebPolicy.NO_PAGES);
    assertThat(ask("GET", "Host: " + address(), "Origin: http://" + address())).contains("403");
  }
}
