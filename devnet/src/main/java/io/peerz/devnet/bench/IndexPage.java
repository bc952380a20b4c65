package io.peerz.devnet.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures of the index as a page of the documentation. */
public final class IndexPage {
  /** What a page of the explorer may take. */
  private static final double LIMIT_MILLIS = 100;

  private IndexPage() {}

  /** Figures by the name of the database that they are of. */
  public static String of(int rows, Map<String, IndexSpeed.Figures> figures, Machine machine) {
    Markdown page = new Markdown("Figures of the index");
    page.text("Written by `./peerz bench index [--url jdbc:postgresql://host/name]`.");
    page.text(
        String.format(
            Locale.ROOT,
            "%,d payments and %,d receipts. A page has 50 rows and is read 21 times, without the"
                + " HTTP around it; it may take %.0f ms. On %s, %d cores, %s, %s; load %.1f.",
            rows,
            rows,
            LIMIT_MILLIS,
            machine.processor(),
            machine.cores(),
            machine.java(),
            machine.date(),
            machine.load()));
    page.table("Filling", "database", "what", "rows a second");
    figures.forEach(
        (name, of) ->
            of.fillings()
                .forEach(
                    f ->
                        page.row(
                            name,
                            f.what(),
                            String.format(Locale.ROOT, "%,.0f", f.rowsPerSecond()))));
    page.table("Reading a page", "database", "page", "median, ms", "worst, ms", "of the limit");
    figures.forEach((name, of) -> readings(page, name, of.readings()));
    goals(figures).writeTo(page);
    return page.toString();
  }

  private static Goals goals(Map<String, IndexSpeed.Figures> figures) {
    Goals goals = new Goals();
    figures.forEach(
        (name, of) ->
            of.readings()
                .forEach(
                    reading ->
                        goals.atMost(
                            name + ": " + reading.what() + ", worst",
                            LIMIT_MILLIS,
                            reading.worstMillis(),
                            "%.1f ms")));
    return goals;
  }

  private static void readings(Markdown page, String name, List<IndexSpeed.Reading> readings) {
    for (IndexSpeed.Reading reading : readings) {
      page.row(
          name,
          reading.what(),
          String.format(Locale.ROOT, "%.1f", reading.medianMillis()),
          String.format(Locale.ROOT, "%.1f", reading.worstMillis()),
          String.format(Locale.ROOT, "%.0f %%", 100 * reading.worstMillis() / LIMIT_MILLIS));
    }
  }
}
