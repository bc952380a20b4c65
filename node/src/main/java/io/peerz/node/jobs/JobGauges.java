package io.peerz.node.jobs;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Losses of the newest fine-tuning jobs of one submitter, for monitors. One scrape at a time. */
public final class JobGauges {
  private static final int MOST_JOBS = 5;
  private static final double NANO = 1e-9;

  private final JobOffice office;
  private final MultiGauge losses;
  private final Map<String, Double> ended = new LinkedHashMap<>();

  public JobGauges(JobOffice office, MeterRegistry registry) {
    this.office = office;
    this.losses =
        MultiGauge.builder("peerz.finetune.loss")
            .description("newest held-out loss of a job, nats a token")
            .register(registry);
  }

  /** Asks the chain for the jobs that are not over; blocking. */
  public synchronized void refresh() {
    Map<String, Double> now = new LinkedHashMap<>();
    for (JobRecord record : office.list().stream().limit(MOST_JOBS).toList()) {
      Double known = ended.get(record.id());
      now.put(record.id(), known == null ? look(record.id()) : known);
    }
    ended.keySet().retainAll(now.keySet());
    losses.register(
        now.entrySet().stream()
            .filter(job -> !job.getValue().isNaN())
            .map(
                job ->
                    MultiGauge.Row.of(
                        Tags.of("job", job.getKey(), "split", "held_out"), job.getValue()))
            .toList(),
        true);
  }

  private double look(String id) {
    JobProgress progress = office.progress(id);
    double loss = Double.NaN;
    for (RoundOutcome round : progress.rounds()) {
      OptionalLong after = round.lossAfter();
      loss = after.isPresent() ? after.getAsLong() * NANO : loss;
    }
    if (progress.state().isFinal()) {
      ended.put(id, loss);
    }
    return loss;
  }
}
