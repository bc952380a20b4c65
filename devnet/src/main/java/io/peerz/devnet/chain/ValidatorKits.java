package io.peerz.devnet.chain;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What each machine of a QBFT network needs: one folder for each validator with its key, the common
 * genesis, the addresses of all, and a script that starts Besu. The folders are copied to their
 * machines; nothing in them names this one.
 */
public final class ValidatorKits {
  private static final int P2P_PORT = 30303;
  private static final String RUN =
      """
      #!/bin/sh
      # Starts this validator; BESU names the besu script, further options are passed on to it.
      here="$(cd "$(dirname "$0")" && pwd)"
      mkdir -p "$here/tmp"
      export JAVA_OPTS="-XX:+UseSerialGC -Xmx512m -Djava.io.tmpdir=$here/tmp $JAVA_OPTS"
      exec "${BESU:-besu}" --genesis-file="$here/genesis.json" --data-path="$here/data" \\
        --node-private-key-file="$here/key" --static-nodes-file="$here/static-nodes.json" \\
        --p2p-interface=0.0.0.0 --p2p-host=@HOST@ --p2p-port=30303 --discovery-enabled=false --nat-method=NONE \\
        --rpc-http-enabled --rpc-http-host=@HOST@ --rpc-http-port=8545 --rpc-http-api=ETH,NET,WEB3,TXPOOL,QBFT \\
        --host-allowlist=* --revert-reason-enabled --min-gas-price=0 --tx-pool-min-gas-price=0 \\
        --tx-pool-max-future-by-sender=100000 --sync-mode=FULL --color-enabled=false --logging=WARN "$@"
      """;

  private ValidatorKits() {}

  /** Writes {@code validator-1}, {@code validator-2} ... for machines at these addresses. */
  public static void write(Path folder, DevGenesis genesis, List<String> hosts) {
    for (String host : hosts) {
      Require.that(
          host.matches("[0-9A-Za-z.:-]{1,253}"),
          ErrorCode.BAD_REQUEST,
          "'" + host + "' is no address of a machine");
    }
    Require.that(
        Files.notExists(folder),
        ErrorCode.BAD_REQUEST,
        folder + " exists; the keys in it would be lost, so name another folder");
    List<Validator> validators =
        IntStream.rangeClosed(1, hosts.size())
            .mapToObj(i -> Validator.in(folder.resolve("validator-" + i)))
            .toList();
    String genesisText =
        QbftGenesis.json(
            genesis,
            validators.stream().map(Validator::address).toList(),
            Instant.now().getEpochSecond());
    String everybody =
        IntStream.range(0, hosts.size())
            .mapToObj(i -> '"' + validators.get(i).enode(hosts.get(i), P2P_PORT) + '"')
            .collect(Collectors.joining(",\n", "[", "]\n"));
    try {
      for (int i = 0; i < hosts.size(); i++) {
        Path kit = validators.get(i).dir();
        Files.writeString(kit.resolve("genesis.json"), genesisText);
        Files.writeString(kit.resolve("static-nodes.json"), everybody);
        Path run = Files.writeString(kit.resolve("run"), RUN.replace("@HOST@", hosts.get(i)));
        Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    } catch (IOException e) {
      throw new PeerzException(ErrorCode.IO, "cannot write " + folder + ": " + e.getMessage(), e);
    }
  }
}
