package io.peerz.node.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.peerz.proof.id.Digest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A chain that knows its id and its first block and nothing else. */
final class FakeChain implements AutoCloseable {
  private final HttpServer server;
  private final long chainId;
  private final Digest genesis;

  FakeChain(long chainId, Digest genesis) throws IOException {
    this.chainId = chainId;
    this.genesis = genesis;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  URI rpc() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    JsonNode request = JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes());
    String result =
        request.path("method").asString().equals("eth_chainId")
            ? "\"0x" + Long.toHexString(chainId) + "\""
            : "{\"number\":\"0x0\",\"hash\":\"" + genesis.hex() + "\"}";
    String reply =
        "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":%s}".formatted(request.path("id"), result);
    byte[] bytes = reply.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("content-type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
