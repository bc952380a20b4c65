package io.peerz.devnet.swarm;

import io.peerz.devnet.bench.Memory;
import io.peerz.devnet.link.DelayLink;
import io.peerz.devnet.process.ChildProcess;
import io.peerz.inference.route.Hop;
import io.peerz.inference.route.Offer;
import io.peerz.inference.route.ServiceTime;
import io.peerz.proof.announce.NodeBinding;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.ShardId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One running node of a swarm, behind its link. */
final class SwarmNode implements AutoCloseable {
  private final ChildProcess process;
  private final ShardId shard;
  private final Address signer;
  private final Digest spkiHash;
  private final Path folder;
  private final int port;
  private final DelayLink link;

  /**
   * @param port where it serves; {@code link} leads there too
   */
  SwarmNode(
      ChildProcess process,
      Path folder,
      ShardId shard,
      Address signer,
      Digest spkiHash,
      int port,
      DelayLink link) {
    this.process = process;
    this.folder = folder;
    this.port = port;
    this.shard = shard;
    this.signer = signer;
    this.spkiHash = spkiHash;
    this.link = link;
  }

  Digest nodeId() {
    return NodeBinding.nodeIdOf(signer);
  }

  DelayLink link() {
    return link;
  }

  /** The hop over the emulated link. */
  Hop hop() {
    return hop(link.port());
  }

  /** The hop without anything in between. */
  Hop directHop() {
    return hop(port);
  }

  private Hop hop(int reachedAt) {
    Offer offer =
        new Offer(
            nodeId(),
            signer,
            signer,
            BigInteger.ZERO,
            shard,
            "127.0.0.1",
            reachedAt,
            spkiHash,
            ShardProcess.PRICE_PER_GCU_WEI,
            ServiceTime.UNKNOWN,
            true);
    return new Hop(offer, shard.layerStart(), shard.layerEnd());
  }

  /** As a power cut. */
  void kill() {
    process.kill();
  }

  /** Stops or goes on, as a machine that hangs does. */
  void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.record().pid()))
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** At a tenth of its speed, or as before. */
  void setSlow(boolean slow) {
    Path file = folder.resolve(ShardProcess.SLOW);
    try {
      if (slow) {
        Files.createFile(file);
      } else {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Memory that the process holds now. */
  double residentMib() {
    return Memory.residentMib(process.record().pid());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    link.close();
    process.kill();
  }

  /** What the process wrote when it was ready. */
  static List<String> ready(Path folder) {
    try {
      return Files.readAllLines(folder.resolve(ShardProcess.READY));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
