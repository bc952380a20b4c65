package io.peerz.node.finetune;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.peerz.finetune.duty.LossWatch;
import io.peerz.proof.id.Digest;
import java.util.LinkedHashMap;
import java.util.Map;

/** The training loss of this node's newest jobs, for its own monitors. Thread-safe. */
public final class TrainLosses implements LossWatch {
  private static final int MOST_JOBS = 5;

  private final Map<Digest, Double> byJob = new LinkedHashMap<>();
  private MultiGauge gauge;

  @Override
  public synchronized void trained(Digest jobId, double lossNats) {
    byJob.remove(jobId);
    byJob.put(jobId, lossNats);
    if (byJob.size() > MOST_JOBS) {
      byJob.remove(byJob.keySet().iterator().next());
    }
    publish();
  }

  public synchronized void register(MeterRegistry metrics) {
    gauge =
        MultiGauge.builder("peerz.finetune.loss")
            .description("loss at the last step of the newest unit of a job, nats a token")
            .register(metrics);
    publish();
  }

  private void publish() {
    if (gauge != null) {
      gauge.register(
          byJob.entrySet().stream()
              .map(
                  job ->
                      MultiGauge.Row.of(
                          Tags.of("job", job.getKey().hex(), "split", "train"), job.getValue()))
              .toList(),
          true);
    }
  }
}
