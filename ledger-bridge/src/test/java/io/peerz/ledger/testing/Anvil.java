package io.peerz.ledger.testing;

import io.peerz.proof.id.Address;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.sign.SigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real EVM chain as a child process of the test. */
public final class Anvil implements AutoCloseable {
  private static final String IN_CONTRACTS =
      "contracts/node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil";
  private static final int STARTS = 5;
  private static final long START_SECONDS = 30;

  private final Process process;
  private final URI uri;
  private final HttpClient http = HttpClient.newHttpClient();

  private Anvil(Process process, URI uri) {
    this.process = process;
    this.uri = uri;
  }

  /** The binary that PEERZ_ANVIL names, or the one that the contracts module has installed. */
  public static Optional<Path> binary() {
    String named = System.getenv("PEERZ_ANVIL");
    if (named != null) {
      return Optional.of(Path.of(named)).filter(Files::isExecutable);
    }
    return Optional.of(Path.of("..").resolve(IN_CONTRACTS)).filter(Files::isExecutable);
  }

  /** Starts a chain that mines when asked or when a transaction arrives, as the arguments say. */
  public static Anvil start(String... arguments) {
    for (int i = 0; i < STARTS; i++) {
      Optional<Anvil> anvil = tryStart(arguments);
      if (anvil.isPresent()) {
        return anvil.get();
      }
    }
    throw new IllegalStateException("anvil does not start");
  }

  private static Optional<Anvil> tryStart(String... arguments) {
    int port = freePort();
    List<String> command = new ArrayList<>();
    command.add(binary().orElseThrow().toAbsolutePath().toString());
    command.addAll(List.of("--silent", "--port", Integer.toString(port), "--accounts", "1"));
    command.addAll(List.of("--chain-id", "20711", "--gas-limit", "60000000"));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      Anvil anvil = new Anvil(process, URI.create("http://127.0.0.1:" + port));
      return anvil.answers() ? Optional.of(anvil) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A port that was free a moment ago; another process may take it first, hence the retries. */
  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean answers() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (process.isAlive() && System.nanoTime() < deadline) {
      try {
        rpc("eth_chainId", "");
        return true;
      } catch (UncheckedIOException e) {
        Thread.onSpinWait();
      }
    }
    close();
    return false;
  }

  public URI uri() {
    return uri;
  }

  /** A key of its own for each name, always the same, with a full account. */
  public SigningKey fundedKey(String name) {
    SigningKey key = key(name);
    setBalance(key.address(), BigInteger.TEN.pow(21));
    return key;
  }

  public static SigningKey key(String name) {
    return SigningKey.of(Keccak.hash("peerz test key " + name).bytes());
  }

  public void setBalance(Address account, BigInteger wei) {
    rpc("anvil_setBalance", "\"" + account.hex() + "\",\"0x" + wei.toString(16) + "\"");
  }

  public void mine(int blocks) {
    rpc("anvil_mine", "\"0x" + Integer.toHexString(blocks) + "\",\"0x1\"");
  }

  public void automine(boolean on) {
    rpc("evm_setAutomine", Boolean.toString(on));
  }

  /** Drops the newest blocks and mines as many empty ones in their place. */
  public void reorg(int depth) {
    rpc("anvil_reorg", depth + ",[]");
  }

  public void passTime(long seconds) {
    rpc("evm_increaseTime", Long.toString(seconds));
    mine(1);
  }

  /** What a view without arguments says that returns an address. */
  public Address addressAt(Address contract, String view) {
    String selector = Keccak.hash(view + "()").hex().substring(0, 10);
    String call = "{\"to\":\"" + contract.hex() + "\",\"data\":\"" + selector + "\"},\"latest\"";
    String word = rpc("eth_call", call).asString();
    return Address.ofHex(word.substring(word.length() - 40));
  }

  /** Asks many views of one contract in one request; the answers in the same order, as 0x-hex. */
  public List<String> callMany(Address contract, List<String> data) {
    List<String> requests = new ArrayList<>();
    for (int i = 0; i < data.size(); i++) {
      requests.add(
          "{\"jsonrpc\":\"2.0\",\"id\":"
              + i
              + ",\"method\":\"eth_call\",\"params\":[{\"to\":\""
              + contract.hex()
              + "\",\"data\":\""
              + data.get(i)
              + "\"},\"latest\"]}");
    }
    String[] answers = new String[data.size()];
    for (JsonNode answer : post("[" + String.join(",", requests) + "]")) {
      answers[answer.get("id").asInt()] = answer.path("result").asString(answer.toString());
    }
    return List.of(answers);
  }

  /** Calls a method with parameters given as the inside of a JSON array. */
  public JsonNode rpc(String method, String parameters) {
    String body =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\""
            + method
            + "\",\"params\":["
            + parameters
            + "]}";
    JsonNode json = post(body);
    if (json.has("error")) {
      throw new IllegalStateException(method + ": " + json.get("error"));
    }
    return json.get("result");
  }

  private JsonNode post(String body) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(uri)
              .header("content-type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      return JsonMapper.shared()
          .readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    http.close();
  }
}
