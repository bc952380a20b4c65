package io.peerz.devnet.chain;

import io.peerz.devnet.process.ChildSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How one Besu validator is started. The defaults of Besu suit a public network; each line here has
 * a reason in this file.
 */
final class BesuCommand {
  /**
   * Besu's start script takes its Java from here; ours is new enough, the machine's default may not
   * be.
   */
  private static final String JAVA_HOME =
      System.getenv().getOrDefault("PEERZ_BESU_JAVA_HOME", System.getProperty("java.home"));

  private static final String SMALL_HEAP = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx512m";

  private final Path script;
  private final Path genesisFile;

  BesuCommand(Path script, Path genesisFile) {
    this.script = script;
    this.genesisFile = genesisFile;
  }

  /**
   * @param rpcPort 0 lets Besu choose
   * @param staticNodes file that lists all validators; null when there is only one
   */
  ChildSpec of(String name, Validator validator, int rpcPort, Path staticNodes, Path log) {
    List<String> command = new ArrayList<>();
    command.add(script.toString());
    command.add("--genesis-file=" + genesisFile);
    command.add("--data-path=" + validator.data()); // the default is the installation itself
    command.add("--node-private-key-file=" + validator.keyFile());
    command.addAll(peerToPeer(validator));
    command.addAll(jsonRpc(rpcPort));
    command.addAll(transactions());
    if (staticNodes != null) {
      command.add("--static-nodes-file=" + staticNodes);
    }
    command.addAll(List.of("--sync-mode=FULL", "--color-enabled=false", "--logging=WARN"));
    // Native libraries and flight records are unpacked there; after a power cut the folder goes
    // with the rest of the data.
    String options = SMALL_HEAP + " '-Djava.io.tmpdir=" + validator.scratch() + "'";
    Map<String, String> environment = Map.of("JAVA_HOME", JAVA_HOME, "JAVA_OPTS", options);
    // Every BESU_X in the environment would set option --x.
    return new ChildSpec(name, command, environment, variable -> variable.startsWith("BESU_"), log);
  }

  // Switching peer-to-peer off would stop block production, so it listens where nobody else can
  // reach it.
  private static List<String> peerToPeer(Validator validator) {
    return List.of(
        "--p2p-interface=127.0.0.1",
        "--p2p-host=127.0.0.1",
        "--p2p-port=" + validator.p2pPort(),
        "--discovery-enabled=false",
        "--nat-method=NONE");
  }

  private static List<String> jsonRpc(int rpcPort) {
    return List.of(
        "--rpc-http-enabled",
        "--rpc-http-host=127.0.0.1",
        "--rpc-http-port=" + rpcPort,
        "--rpc-http-api=ETH,NET,WEB3,TXPOOL,QBFT",
        "--rpc-http-max-active-connections=200",
        "--revert-reason-enabled");
  }

  // Gas is free here, and one account may have many transactions under way.
  private static List<String> transactions() {
    return List.of(
        "--min-gas-price=0", "--tx-pool-min-gas-price=0", "--tx-pool-max-future-by-sender=100000");
  }
}
