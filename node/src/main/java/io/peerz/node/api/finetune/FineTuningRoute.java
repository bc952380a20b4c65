package io.peerz.node.api.finetune;

import io.peerz.node.api.Caller;
import io.peerz.node.api.EventStream;
import io.peerz.node.api.Fields;
import io.peerz.node.jobs.JobOffice;
import io.peerz.node.jobs.JobProgress;
import io.peerz.node.jobs.JobRecord;
import io.peerz.node.jobs.RoundOutcome;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/** {@code /v1/fine_tuning/jobs} and what belongs to a job. */
public final class FineTuningRoute {
  private static final long LOOK_MILLIS = 1_000;

  private final JobOffice office;

  public FineTuningRoute(JobOffice office) {
    this.office = office;
  }

  /** {@code POST /v1/fine_tuning/jobs}: checks, signs, funds and posts. */
  public void create(RoutingContext request, Caller caller) {
    JobRecord record = office.submit(JobRequests.of(request));
    request.json(JobShapes.job(office.progress(record.id())));
  }

  /** {@code POST /peerz/v1/fine_tuning/estimate}: the same checks; signs nothing. */
  public void estimate(RoutingContext request, Caller caller) {
    request.json(JobShapes.quote(office.quote(JobRequests.of(request))));
  }

  /** {@code POST /peerz/v1/fine_tuning/prepare}: what a wallet elsewhere has to post. */
  public void prepare(RoutingContext request, Caller caller) {
    request.json(DraftShape.of(office.prepare(JobRequests.of(request))));
  }

  /** {@code POST /peerz/v1/fine_tuning/adopt}: that wallet has posted it. */
  public void adopt(RoutingContext request, Caller caller) {
    Digest transaction = Digest.ofHex(Fields.ofBody(request).text("transaction"));
    request.json(JobShapes.job(office.progress(office.adopt(transaction).id())));
  }

  /** {@code GET /v1/fine_tuning/jobs}. */
  public void list(RoutingContext request, Caller caller) {
    request.json(
        Pages.of(
            request,
            office.list(),
            JobRecord::id,
            record -> JobShapes.job(office.progress(record.id()))));
  }

  /** {@code GET /v1/fine_tuning/jobs/{id}}. */
  public void get(RoutingContext request, Caller caller) {
    request.json(JobShapes.job(progress(request)));
  }

  /** {@code POST /v1/fine_tuning/jobs/{id}/cancel}. */
  public void cancel(RoutingContext request, Caller caller) {
    request.json(JobShapes.job(office.cancel(request.pathParam("id"))));
  }

  /** {@code GET /v1/fine_tuning/jobs/{id}/checkpoints}: the rounds that improved, newest first. */
  public void checkpoints(RoutingContext request, Caller caller) {
    JobProgress progress = progress(request);
    List<RoundOutcome> improved =
        progress.rounds().stream().filter(RoundOutcome::improved).toList().reversed();
    request.json(
        Pages.of(
            request,
            improved,
            round -> JobShapes.checkpointId(progress.record(), round),
            round -> JobShapes.checkpoint(progress.record(), round)));
  }

  /**
   * {@code GET /v1/fine_tuning/jobs/{id}/events}: newest first in pages, or with {@code
   * stream=true} as they happen.
   */
  public void events(RoutingContext request, Caller caller) {
    if ("true".equals(request.request().getParam("stream"))) {
      stream(request, caller);
    } else {
      List<JobEvent> newestFirst = JobEvent.of(progress(request)).reversed();
      request.json(Pages.of(request, newestFirst, JobEvent::id, JobEvent::shape));
    }
  }

  private void stream(RoutingContext request, Caller caller) {
    EventStream stream = new EventStream(request.response(), Optional.empty());
    int sent = 0;
    boolean over = false;
    while (!over && !caller.gone()) {
      JobProgress progress = progress(request);
      List<JobEvent> all = JobEvent.of(progress);
      for (; sent < all.size(); sent++) {
        stream.send(all.get(sent).shape());
      }
      over = progress.state().isFinal();
      if (!over) {
        pause();
      }
    }
    stream.done();
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeerzException(ErrorCode.CANCELLED, "the gateway is stopping", e);
    }
  }

  private JobProgress progress(RoutingContext request) {
    return office.progress(request.pathParam("id"));
  }
}
