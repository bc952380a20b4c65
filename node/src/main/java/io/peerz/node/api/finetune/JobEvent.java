package io.peerz.node.api.finetune;

import io.peerz.node.jobs.JobProgress;
import io.peerz.node.jobs.RoundOutcome;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What happened to a job. Events follow from the chain alone: a list asked for later only grows,
 * and every event keeps its id.
 */
record JobEvent(
    String id, long atSeconds, String level, String type, String message, JsonObject data) {

  /** All events, oldest first. */
  static List<JobEvent> of(JobProgress progress) {
    Collector events = new Collector(progress.record().id().substring("ftjob-".length()));
    long created = progress.record().createdAtSeconds();
    events.add(created, "message", "job posted and funded; the data was checked", new JsonObject());
    for (RoundOutcome round : progress.rounds()) {
      events.add(round.atSeconds(), "metrics", text(round), metrics(round));
    }
    if (progress.state().isFinal()) {
      long at = progress.rounds().isEmpty() ? created : progress.rounds().getLast().atSeconds();
      events.add(at, "message", "job " + progress.state().word(), new JsonObject());
    }
    return events.all;
  }

  private static String text(RoundOutcome round) {
    if (round.units().isEmpty()) {
      return "round %d: no node took a unit; nothing was spent".formatted(round.round() + 1);
    }
    if (round.lossBefore().isEmpty()) {
      return "round %d: there is no measurement that two thirds agreed on"
          .formatted(round.round() + 1);
    }
    return String.format(
        Locale.ROOT,
        "round %d: held-out loss %.4f to %.4f, %d units",
        round.round() + 1,
        JobShapes.nats(round.lossBefore()),
        JobShapes.nats(round.lossAfter()),
        round.units().size());
  }

  private static JsonObject metrics(RoundOutcome round) {
    return new JsonObject()
        .put("step", round.round() + 1)
        .put("valid_loss_before", JobShapes.nats(round.lossBefore()))
        .put("valid_loss", JobShapes.nats(round.lossAfter()))
        .put("adapter_root", round.adapterRoot().hex());
  }

  private static final class Collector {
    private final String job;
    private final List<JobEvent> all = new ArrayList<>();

    private Collector(String job) {
      this.job = job;
    }

    private void add(long at, String type, String message, JsonObject data) {
      String id = "ftevent-" + job + "-" + (all.size() + 1);
      all.add(new JobEvent(id, at, "info", type, message, data));
    }
  }

  JsonObject shape() {
    return new JsonObject()
        .put("id", id)
        .put("object", "fine_tuning.job.event")
        .put("created_at", atSeconds)
        .put("level", level)
        .put("type", type)
        .put("message", message)
        .put("data", data);
  }
}
