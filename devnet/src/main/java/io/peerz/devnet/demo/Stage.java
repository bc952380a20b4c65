package io.peerz.devnet.demo;

import io.peerz.devnet.network.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Tells the story as it happens, one line for each step, and remembers how long each took. */
public final class Stage implements Progress {
  private static final int WIDTH = 62;

  private final PrintStream out;
  private final Map<String, Double> seconds = new LinkedHashMap<>();

  public Stage(PrintStream out) {
    this.out = out;
  }

  @Override
  public void step(String what, String detail, String outcome, Duration took) {
    double inSeconds = took.toMillis() / 1000.0;
    seconds.put(what, inSeconds);
    String dots = ".".repeat(Math.max(2, WIDTH - detail.length()));
    line(
        String.format(
            Locale.ROOT, "  %-10s %s %s %-10s %5.1f s", what, detail, dots, outcome, inSeconds));
  }

  public void line(String text) {
    out.println(text);
  }

  public void piece(String text) {
    out.print(text);
    out.flush();
  }

  public Map<String, Double> seconds() {
    return seconds;
  }
}
