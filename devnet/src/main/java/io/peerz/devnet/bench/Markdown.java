package io.peerz.devnet.bench;

import java.util.Collections;
import java.util.List;

/** A page of headed tables that reads well as plain text too. */
public final class Markdown {
  private final StringBuilder page = new StringBuilder();
  private boolean inTable;

  public Markdown(String title) {
    page.append("# ").append(title).append('\n');
  }

  public void text(String paragraph) {
    inTable = false;
    page.append('\n').append(paragraph).append('\n');
  }

  public void table(String heading, String... columns) {
    page.append("\n## ").append(heading).append("\n\n");
    inTable = true;
    row(columns);
    row(Collections.nCopies(columns.length, "---").toArray(String[]::new));
  }

  public void row(String... cells) {
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
