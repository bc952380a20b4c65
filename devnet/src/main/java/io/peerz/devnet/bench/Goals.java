package io.peerz.devnet.bench;

import java.util.ArrayList;
import java.util.List;

/** What figures should be, and whether they are. Filled while measuring, shown at the end. */
public final class Goals {
  private record Goal(String what, String wanted, String measured, boolean met) {}

  private final List<Goal> goals = new ArrayList<>();

  /** A figure that should not exceed another. */
  public void atMost(String what, double most, double measured, String format) {
    add(what, "at most " + format.formatted(most), format.formatted(measured), measured <= most);
  }

  /** A figure that should not stay below another. */
  public void atLeast(String what, double least, double measured, String format) {
    add(what, "at least " + format.formatted(least), format.formatted(measured), measured >= least);
  }

  /** Something that should hold every time. */
  public void always(String what, int times, int held) {
    add(what, "%d of %d".formatted(times, times), "%d of %d".formatted(held, times), held == times);
  }

  private void add(String what, String wanted, String measured, boolean met) {
    goals.add(new Goal(what, wanted, measured, met));
  }

  public boolean allMet() {
    return goals.stream().allMatch(Goal::met);
  }

  /** One line for each goal. */
  public void writeTo(Markdown page) {
    page.table("Goals", "goal", "wanted", "measured", "");
    for (Goal goal : goals) {
      page.row(goal.what(), goal.wanted(), goal.measured(), goal.met() ? "met" : "MISSED");
    }
  }
}
