package io.peerz.devnet.chain;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the anvil program is: {@code PEERZ_ANVIL}, or what npm installed for the contracts. */
public final class AnvilBinary {
  private static final String FROM_NPM =
      "contracts/node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil";

  private AnvilBinary() {}

  public static Path find(Map<String, String> environment, Path dist) {
    return Stream.of(
            Optional.ofNullable(environment.get("PEERZ_ANVIL")).map(Path::of),
            Optional.of(dist.resolve(FROM_NPM)))
        .flatMap(Optional::stream)
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () ->
                new PeerzException(
                    ErrorCode.NOT_FOUND,
                    "anvil is not here: `npm ci` in contracts/ brings it on Linux x86-64; elsewhere"
                        + " set PEERZ_ANVIL to the program"));
  }
}
