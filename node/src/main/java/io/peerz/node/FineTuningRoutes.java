package io.peerz.node;

import io.peerz.node.api.Dispatcher;
import io.peerz.node.api.finetune.FilesRoute;
import io.peerz.node.api.finetune.FineTuningRoute;
import io.vertx.ext.web.Router;

/** What a gateway answers to submitters of fine-tuning jobs. */
final class FineTuningRoutes {
  private static final int MOST_READS = 64;
  private static final int MOST_WRITES = 4;

  private final FineTuning tuning;

  FineTuningRoutes(FineTuning tuning) {
    this.tuning = tuning;
  }

  void addTo(Router router) {
    addFiles(router, new Dispatcher(MOST_WRITES));
    addJobs(router, new Dispatcher(MOST_WRITES), new Dispatcher(MOST_READS));
  }

  private void addFiles(Router router, Dispatcher dispatcher) {
    FilesRoute files = new FilesRoute(tuning.files());
    router.post("/v1/files").handler(dispatcher.on(files::upload));
    router.get("/v1/files").handler(dispatcher.on(files::list));
    router.get("/v1/files/:id").handler(dispatcher.on(files::get));
    router.get("/v1/files/:id/content").handler(dispatcher.on(files::content));
    router.delete("/v1/files/:id").handler(dispatcher.on(files::delete));
  }

  private void addJobs(Router router, Dispatcher writes, Dispatcher reads) {
    FineTuningRoute jobs = new FineTuningRoute(tuning.office());
    router.post("/v1/fine_tuning/jobs").handler(writes.on(jobs::create));
    router.get("/v1/fine_tuning/jobs").handler(reads.on(jobs::list));
    router.get("/v1/fine_tuning/jobs/:id").handler(reads.on(jobs::get));
    router.post("/v1/fine_tuning/jobs/:id/cancel").handler(writes.on(jobs::cancel));
    router.get("/v1/fine_tuning/jobs/:id/events").handler(reads.on(jobs::events));
    router.get("/v1/fine_tuning/jobs/:id/checkpoints").handler(reads.on(jobs::checkpoints));
    router.post("/peerz/v1/fine_tuning/estimate").handler(writes.on(jobs::estimate));
    router.post("/peerz/v1/fine_tuning/prepare").handler(writes.on(jobs::prepare));
    router.post("/peerz/v1/fine_tuning/adopt").handler(writes.on(jobs::adopt));
  }
}
