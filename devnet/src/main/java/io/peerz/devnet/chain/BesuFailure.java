package io.peerz.devnet.chain;

import io.peerz.devnet.process.LogTail;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.util.Optional;

/** Turns the log of a Besu that ended into one line for a person. */
record BesuFailure(LogTail log) {
  PeerzException explain(ChainFolder folder) {
    if (log.lineWith("does not match chain data").isPresent()) {
      return folder.otherGenesis();
    }
    Optional<String> taken = log.lineWith("already in use");
    if (taken.isPresent()) {
      return new PeerzException(
          ErrorCode.PORT_IN_USE,
          "besu: " + taken.get().strip() + "; stop the other program or choose another port");
    }
    if (log.lineWith("LOCK: Resource temporarily unavailable").isPresent()) {
      return new PeerzException(
          ErrorCode.CHAIN_UNREACHABLE,
          "another besu uses the chain data in "
              + folder.dir()
              + "; stop it with `devnet down` first");
    }
    return new PeerzException(
        ErrorCode.CHAIN_UNREACHABLE,
        "besu ended: " + String.join(" ", log.last(2)) + "; see " + log.file());
  }
}
