package io.peerz.node.cli;

import java.util.Locale;

/** How far something is: a bar that moves on a terminal, a line at each end where there is none. */
final class ProgressBar {
  private static final int WIDTH = 30;

  private final Terminal terminal;
  private int shown = -1;

  ProgressBar(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Draws again only when a percent more is done. */
  void at(String what, long done, long size) {
    int percent = (int) (100 * done / Math.max(1, size));
    if (percent == shown) {
      return;
    }
    shown = percent;
    int full = percent * WIDTH / 100;
    String line =
        String.format(
            Locale.ROOT,
            "%s  [%s%s] %3d %% of %.1f MB",
            what,
            "#".repeat(full),
            "-".repeat(WIDTH - full),
            percent,
            size / 1e6);
    if (done >= size) {
      terminal.note(terminal.isLive() ? "\r" + line : line);
      shown = -1;
    } else if (terminal.isLive()) {
      terminal.again(line);
    }
  }
}
