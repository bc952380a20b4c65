package io.peerz.node.cli;

import io.peerz.ledger.chain.ConfirmedTx;
import java.util.Map;

/** Tells that a transaction went through. */
final class Done {
  private Done() {}

  static void print(Cli cli, String schema, String what, ConfirmedTx tx) {
    cli.print(
        schema,
        Map.of(
            "transaction", tx.hash().hex(),
            "block", tx.block(),
            "gasUsed", tx.gasUsed()),
        () -> "✔ %s in block %d (tx %s)".formatted(what, tx.block(), tx.hash().hex()));
  }
}
