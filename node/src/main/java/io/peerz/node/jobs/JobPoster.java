package io.peerz.node.jobs;

import io.peerz.finetune.job.JobBudget;
import io.peerz.finetune.job.JobManifest;
import io.peerz.ledger.finetune.JobDeadlines;
import io.peerz.proof.id.Digest;
import java.util.Optional;

/** Posts jobs from a wallet; every method returns when the chain has confirmed it. Blocking. */
public interface JobPoster {
  /** A job on chain and the transaction that put it there. */
  record Posted(Digest jobId, Digest transaction) {}

  /** Funds and posts a job in one transaction. */
  Posted post(JobManifest manifest, JobBudget budget, JobDeadlines deadlines, String uri);

  /**
   * What another wallet posted.
   *
   * @param uri who serves the job's blobs
   */
  record Seen(Digest jobId, String uri) {}

  /** The job that a confirmed transaction of anybody posted, if it posted one. */
  Optional<Seen> postedIn(Digest transaction);

  /** Ends a job whose round nobody has joined yet. */
  void cancel(Digest jobId);
}
