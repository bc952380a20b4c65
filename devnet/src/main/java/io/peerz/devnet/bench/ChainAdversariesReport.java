package io.peerz.devnet.bench;

import io.peerz.devnet.tuning.ChainRow;
import io.peerz.devnet.tuning.ChainTrials;
import java.util.List;

/** What cheats earned on a chain, as a page. */
public final class ChainAdversariesReport {
  private final String chain;
  private final List<ChainRow> rows;
  private final int rounds;

  public ChainAdversariesReport(String chain, List<ChainRow> rows, int rounds) {
    this.chain = chain;
    this.rows = List.copyOf(rows);
    this.rounds = rounds;
  }

  /** The page, made by {@code peerz bench adversaries --on-chain}. */
  public String markdown() {
    Machine machine = Machine.here();
    Markdown page = new Markdown("What cheats earn on a chain");
    page.text(
        """
        `./peerz bench adversaries --on-chain` on %s, %s, chain: %s. Each row is one job of %d rounds with %d \
        honest nodes and the adversary: real contracts, signatures, training and measuring, by the duties that \
        `peerz node run` plays, in one process. Earnings are what a node's owner and its stake are worth after the \
        job less what they were worth before, seat fees included and per node, all read from the chain. Draws are \
        the chain's and few, so a cheat may go through two rounds undrawn: for means see \
        [what cheats earn](adversaries.md)."""
            .formatted(machine.processor(), machine.date(), chain, rounds, ChainTrials.HONEST));
    page.table("One job each", ChainRow.columns());
    rows.forEach(row -> page.row(row.cells()));
    return page.toString();
  }
}
