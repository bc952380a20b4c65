package io.peerz.devnet.chain;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * The file in which anvil keeps its chain. Each start of anvil makes a genesis block before it
 * reads the file, and writes that one back as well: from the third start on the file holds several
 * blocks 0, and anvil takes whichever comes last. Only the oldest belongs to the chain.
 */
final class AnvilState {
  private static final JsonMapper JSON = JsonMapper.shared();

  private AnvilState() {}

  /** Removes the genesis blocks of later starts; does nothing where there is no file yet. */
  static void keepFirstGenesis(Path file) {
    if (Files.notExists(file)) {
      return;
    }
    try {
      JsonNode state = JSON.readTree(Files.readAllBytes(file));
      if (state.path("blocks") instanceof ArrayNode blocks && dropLater(blocks)) {
        Path draft = file.resolveSibling(file.getFileName() + ".draft");
        Files.write(draft, JSON.writeValueAsBytes(state));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException | JacksonException e) {
      throw new PeerzException(
          ErrorCode.IO,
          "cannot read the chain kept in "
              + file
              + "; start again with `devnet up --fresh`: "
              + e.getMessage().lines().findFirst().orElse(""),
          e);
    }
  }

  // True when something was dropped.
  private static boolean dropLater(ArrayNode blocks) {
    OptionalLong first =
        blocks.valueStream().filter(AnvilState::isGenesis).mapToLong(AnvilState::time).min();
    int before = blocks.size();
    blocks.removeIf(block -> isGenesis(block) && time(block) > first.orElseThrow());
    return blocks.size() < before;
  }

  private static boolean isGenesis(JsonNode block) {
    return number(block, "number") == 0;
  }

  // Unix seconds.
  private static long time(JsonNode block) {
    return number(block, "timestamp");
  }

  private static long number(JsonNode block, String field) {
    return Long.decode(block.path("header").path(field).asString());
  }
}
