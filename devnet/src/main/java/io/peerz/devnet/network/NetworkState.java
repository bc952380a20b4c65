package io.peerz.devnet.network;

import io.peerz.devnet.process.ProcessRecord;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What runs, as a later command must know it: {@code devnet/network.json}.
 *
 * @param chain words for a person
 * @param rpc the chain's JSON-RPC door
 * @param gateway the OpenAI-style door
 * @param processes in the order in which they were started
 */
public record NetworkState(
    String chain, URI rpc, URI gateway, String model, List<ProcessRecord> processes) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  public NetworkState {
    processes = List.copyOf(processes);
  }

  public static Optional<NetworkState> read(Path file) {
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(Files.readString(file), NetworkState.class));
    } catch (IOException | JacksonException e) {
      throw new PeerzException(
          ErrorCode.IO,
          file + " cannot be read: " + e.getMessage() + "; if no devnet runs, delete it",
          e);
    }
  }

  void write(Path file) {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(fresh, JSON.writeValueAsString(this) + "\n");
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new PeerzException(ErrorCode.IO, "cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  public List<ProcessRecord> running() {
    return processes.stream().filter(p -> p.find().isPresent()).toList();
  }
}
