package io.peerz.devnet.swarm;

import io.peerz.inference.evidence.KeptWork;
import io.peerz.inference.serve.AdapterSource;
import io.peerz.inference.serve.NodeIdentity;
import io.peerz.inference.serve.ServeConfig;
import io.peerz.inference.serve.ServeDoors;
import io.peerz.inference.serve.ServedShard;
import io.peerz.inference.serve.ShardServer;
import io.peerz.inference.wire.TlsIdentity;
import io.peerz.node.data.FileSigningJournal;
import io.peerz.proof.announce.NodeBinding;
import io.peerz.proof.encode.Domains;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.sign.SigningKey;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;

/**
 * One node of a swarm without a chain, as a process of its own: FOLDER MODEL LAYER_START LAYER_END
 * PAYER. When it serves, FOLDER/ready holds its port, signer and key hash.
 */
public final class ShardProcess {
  static final String READY = "ready";

  /** While this file is in its folder, the node computes at a tenth of its speed. */
  static final String SLOW = "slow";

  static final BigInteger PRICE_PER_GCU_WEI = BigInteger.TEN.pow(15);
  private static final int SESSIONS = 1024;
  private static final long EPOCH = 1;
  private static final long MOST_KEPT_BYTES = 4L << 30;

  private ShardProcess() {}

  public static void main(String[] args) throws IOException {
    endWithParent();
    Path folder = Path.of(args[0]);
    SwarmModel model = new SwarmModel(args[1]);
    SigningKey key = SigningKey.generate(new SecureRandom());
    Digest nodeId = NodeBinding.nodeIdOf(key.address());
    TlsIdentity tls = TlsIdentity.loadOrCreate(folder.resolve("tls"));
    ShardDesk desk = new ShardDesk(folder.resolve("ledger.sqlite"), nodeId, Address.ofHex(args[4]));
    ServedShard shard =
        new ServedShard(
            model.modelId(),
            PRICE_PER_GCU_WEI,
            new SlowableEngine(
                model.engine(Integer.parseInt(args[2]), Integer.parseInt(args[3])),
                folder.resolve(SLOW)));
    ShardServer server =
        new ShardServer(
            Vertx.vertx(),
            ServeConfig.on("127.0.0.1", 0).withMaxSessions(SESSIONS),
            tls,
            List.of(shard),
            new NodeIdentity(nodeId, key),
            domains(),
            new ServeDoors(
                FileSigningJournal.open(folder.resolve("journal")),
                desk,
                desk,
                () -> EPOCH,
                AdapterSource.NONE,
                address -> true,
                KeptWork.open(
                    folder.resolve("work"), domains().contributionLedger(), MOST_KEPT_BYTES)),
            Clock.systemUTC());
    int port = server.start().toCompletionStage().toCompletableFuture().join();
    publish(folder, List.of(Integer.toString(port), key.address().hex(), tls.spkiHash().hex()));
  }

  /** A measurement that is killed leaves nobody behind. */
  private static void endWithParent() {
    ProcessHandle.current().parent().ifPresent(ShardProcess::endWith);
  }

  private static void endWith(ProcessHandle parent) {
    Thread.ofVirtual()
        .start(
            () -> {
              parent.onExit().join();
              Runtime.getRuntime().halt(1);
            });
  }

  /** Contracts that exist nowhere: signatures need their names only. */
  static Domains domains() {
    return Domains.of(20711, contract(1), contract(2), contract(3));
  }

  private static Address contract(int number) {
    byte[] bytes = new byte[Address.LENGTH];
    bytes[0] = (byte) number;
    return Address.of(bytes);
  }

  private static void publish(Path folder, List<String> lines) throws IOException {
    Path draft = folder.resolve(READY + ".new");
    Files.write(draft, lines);
    Files.move(draft, folder.resolve(READY), StandardCopyOption.ATOMIC_MOVE);
  }
}
