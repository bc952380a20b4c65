package io.peerz.devnet.drill;

import io.peerz.devnet.drill.Attacks.Outcome;
import io.peerz.devnet.drill.Attacks.Sides;
import io.peerz.devnet.network.DevParameters;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.inference.wire.ShardClients;
import io.peerz.inference.wire.TlsIdentity;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A governor's key, and an address that is not who it says. */
final class PowerAttacks {
  private final DrillWorld world;
  private final Attacks attacks;

  PowerAttacks(DrillWorld world, Attacks attacks) {
    this.world = world;
    this.attacks = attacks;
  }

  /**
   * The key of governor and guardian. Entries stay closed for days: nobody registers after this.
   */
  void governor() {
    DrillNode node = world.node("governed");
    attacks.measure(
        30,
        "governor",
        "slashes a node, rewires roles, pauses its exit",
        new Sides(() -> BigInteger.ZERO, () -> world.worth(node)),
        () -> {
          Sent slash =
              world.chain.send(
                  world.bank,
                  "slash",
                  world.at.nodeRegistry(),
                  Abi.call(
                      "slash",
                      Abi.of(node.id()),
                      Abi.of(Keccak.hash("no offence")),
                      Abi.uint("uint128", DrillWorld.STAKE_WEI),
                      Abi.of(Address.ZERO)));
          Sent role =
              world.chain.send(
                  world.bank,
                  "take the slasher's role",
                  world.at.accessManager(),
                  Abi.call(
                      "grantRole",
                      Abi.uint("uint64", 4),
                      Abi.of(world.bank.address()),
                      Abi.uint("uint32", 0)));
          registry("pauseEntries");
          Sent exit =
              world.chain.send(
                  node.owner(),
                  "request unbond",
                  world.at.nodeRegistry(),
                  Abi.call(
                      "requestUnbond",
                      Abi.of(node.id()),
                      Abi.uint("uint128", DevParameters.prz(1))));
          return new Outcome(
              "slash: " + name(slash) + "; role: " + name(role) + "; exit open: " + exit.done());
        },
        () -> true);
  }

  private void registry(String what) {
    world.chain.send(world.bank, what, world.at.nodeRegistry(), Abi.call(what));
  }

  private static String name(Sent sent) {
    int end = sent.refusal().indexOf('(');
    return end < 0 ? "done" : sent.refusal().substring(0, end);
  }

  /** A machine that answers at a node's address with another key. */
  void spoofedEndpoint(Path scratch) {
    attacks.measure(
        31,
        "network",
        "answers at a node's address with its own TLS key",
        new Sides(() -> BigInteger.ZERO, () -> BigInteger.ZERO),
        () -> new Outcome("refused: " + connect(scratch)),
        () -> true);
  }

  private static String connect(Path scratch) {
    Vertx vertx = Vertx.vertx();
    try {
      Files.createDirectories(scratch);
      TlsIdentity impostor = TlsIdentity.create(Files.createDirectories(scratch.resolve("tls")));
      NetServer server =
          vertx.createNetServer(
              new NetServerOptions()
                  .setSsl(true)
                  .setHost("127.0.0.1")
                  .setKeyCertOptions(impostor.keyCertOptions()));
      server.connectHandler(socket -> {}).listen(0).await();
      Digest registered = Keccak.hash("the SPKI hash on chain");
      try (ShardClients clients = new ShardClients(vertx, Duration.ofSeconds(5))) {
        clients.describe(
            new NodeAddress("127.0.0.1", server.actualPort(), registered), Duration.ofSeconds(5));
        return "NOT REFUSED";
      }
    } catch (PeerzException refused) {
      return refused.code() + ", the pinned key differs";
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } finally {
      vertx.close();
    }
  }
}
