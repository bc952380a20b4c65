package io.peerz.devnet.trust;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Gas of the contracts' calls, as their tests measured and pinned it. */
public record GasTable(JsonNode calls) {
  /** Reads the snapshot of a source tree. */
  public static GasTable read(Path dist) {
    Path file = dist.resolve("contracts/snapshots/gas.json");
    if (!Files.isRegularFile(file)) {
      throw new PeerzException(
          ErrorCode.NOT_FOUND, "no gas snapshot at " + file + "; run this from a source tree");
    }
    return new GasTable(JsonMapper.shared().readTree(file));
  }

  long of(String call) {
    return Long.parseLong(calls.path(call).asString());
  }
}
