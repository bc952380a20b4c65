package io.peerz.ledger.chain;

import java.util.concurrent.CompletableFuture;

/** A call that somebody waits for. */
record Submission(PreparedCall call, CompletableFuture<ConfirmedTx> done) {
  Submission(PreparedCall call) {
    this(call, new CompletableFuture<>());
  }
}
