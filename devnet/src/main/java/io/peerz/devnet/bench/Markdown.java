package io.peerz.devnet.bench;

import java.util.Collections;
import java.util.List;

/** A page of headed tables that reads well as plain text too. */
final class Markdown {
  private final StringBuilder page = new StringBuilder();
  private boolean inTable;

  Markdown(String title) {
    page.append("# ").append(title).append('\n');
  }

  void text(String paragraph) {
    inTable = false;
    page.append('\n').append(paragraph).append('\n');
  }

  void table(String heading, String... columns) {
    page.append("\n## ").append(heading).append("\n\n");
    inTable = true;
    row(columns);
    row(Collections.nCopies(columns.length, "---").toArray(String[]::new));
  }

  void row(String... cells) {
    if (!inTable) {
      throw new IllegalStateException("a row needs a table");
    }
    page.append("| ").append(String.join(" | ", List.of(cells))).append(" |\n");
  }

  @Override
  public String toString() {
    return page.toString();
  }
}
