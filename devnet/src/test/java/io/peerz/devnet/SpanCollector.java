package io.peerz.devnet;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.Executors;

/**
 * Takes spans over OTLP and keeps their bytes. Protobuf leaves texts and ids as they are, so they
 * can be looked for without its schema. Thread-safe.
 */
final class SpanCollector implements AutoCloseable {
  private final HttpServer server;
  private final ByteArrayOutputStream bodies = new ByteArrayOutputStream();

  private SpanCollector(HttpServer server) {
    this.server = server;
  }

  static SpanCollector start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    SpanCollector collector = new SpanCollector(server);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/v1/traces",
        exchange -> {
          collector.bodies.writeBytes(exchange.getRequestBody().readAllBytes());
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    return collector;
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  String text() {
    return bodies.toString(StandardCharsets.ISO_8859_1);
  }

  /** How many spans belong to a trace, given in hex. */
  long spansOf(String trace) {
    String id = new String(HexFormat.of().parseHex(trace), StandardCharsets.ISO_8859_1);
    String all = text();
    long count = 0;
    for (int at = all.indexOf(id); at >= 0; at = all.indexOf(id, at + 1)) {
      count++;
    }
    return count;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
