package io.peerz.devnet.chain;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/**
 * Which chain a network runs on: a local Besu where there is one, otherwise anvil, or whatever was
 * asked for.
 *
 * @param dist the checkout or installation this program runs from
 */
public record ChainChoice(Map<String, String> environment, Path dist) {
  public ChainChoice {
    environment = Map.copyOf(environment);
  }

  /** The choice of this process: its environment, and the folder that its start script named. */
  public static ChainChoice here() {
    return new ChainChoice(
        System.getenv(), Path.of(System.getProperty("peerz.home.dist", "")).toAbsolutePath());
  }

  /**
   * Makes the chain that was asked for; it is not started yet.
   *
   * @param wanted {@code besu}, {@code anvil}, an http address, or {@code auto}
   * @param port of the JSON-RPC door; 0 for any free one
   */
  public DevChain make(String wanted, int validators, DevGenesis genesis, Path dir, int port) {
    return switch (wanted) {
      case "anvil" -> anvil(genesis, dir, port);
      case "besu" -> besu(validators, genesis, dir, port);
      case "auto" ->
          besuIsHere() ? besu(validators, genesis, dir, port) : anvil(genesis, dir, port);
      default -> new ExternalChain(address(wanted), genesis.chainId());
    };
  }

  private boolean besuIsHere() {
    return BesuHome.find(environment).isPresent();
  }

  private DevChain anvil(DevGenesis genesis, Path dir, int port) {
    return new AnvilChain(AnvilBinary.find(environment, dist), genesis, dir, port);
  }

  private DevChain besu(int validators, DevGenesis genesis, Path dir, int port) {
    Path script =
        BesuHome.find(environment)
            .orElseThrow(
                () ->
                    new PeerzException(
                        ErrorCode.NOT_FOUND,
                        "no besu is here: set BESU_HOME to its folder, put besu on the PATH, or use"
                            + " --chain anvil"));
    return new BesuProcessChain(script, genesis, dir, validators, port);
  }

  private static URI address(String wanted) {
    if (!wanted.startsWith("http://") && !wanted.startsWith("https://")) {
      throw new PeerzException(
          ErrorCode.BAD_REQUEST,
          "unknown chain '"
              + wanted
              + "'; use besu, anvil, or an address like http://127.0.0.1:8545");
    }
    return URI.create(wanted);
  }
}
