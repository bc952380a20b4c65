package io.peerz.ledger;

import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.ChainConfig;
import io.peerz.ledger.chain.Deployment;
import io.peerz.ledger.settle.BridgeConfig;
import io.peerz.ledger.testing.Anvil;
import io.peerz.ledger.testing.WithAnvil;
import io.peerz.proof.announce.NodeBinding;
import io.peerz.proof.id.Digest;
import io.peerz.proof.journal.MemorySigningJournal;
import io.peerz.proof.sign.SigningKey;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A bridge in a process of its own, to be killed. The header in the outbox is its only memory. */
final class NodeProcess {
  private NodeProcess() {}

  /** Arguments: chain URL, deployment file, data folder, name of the test key. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[2]);
    SigningKey signer = Anvil.key(args[3]);
    try (ChainClient chain =
            ChainClient.connect(URI.create(args[0]), Deployment.read(Path.of(args[1])), config());
        LedgerBridge bridge = open(folder, chain, signer)) {
      bridge.start();
      while (System.in.read() >= 0) {
        Thread.onSpinWait();
      }
    }
  }

  static ChainConfig config() {
    return WithAnvil.quick();
  }

  static LedgerBridge open(Path folder, ChainClient chain, SigningKey signer) {
    Digest nodeId = NodeBinding.nodeIdOf(signer.address());
    BridgeConfig config = new BridgeConfig(Duration.ofMillis(50), 1, BigInteger.ONE, 64);
    return LedgerBridge.open(folder, chain, nodeId, signer, new MemorySigningJournal(), config);
  }

  /** Starts this class in a fresh JVM; it lives until it is killed. */
  static Process start(Anvil anvil, Path deployment, Path folder, String key) throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                NodeProcess.class.getName(),
                anvil.uri().toString(),
                deployment.toString(),
                folder.toString(),
                key))
        .redirectError(folder.resolve("stderr.txt").toFile())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
