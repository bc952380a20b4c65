package io.peerz.node.jobs;

import io.peerz.finetune.job.JobBudget;
import io.peerz.finetune.job.JobManifest;
import io.peerz.ledger.finetune.JobDeadlines;
import io.peerz.proof.id.Digest;

/** Posts jobs from a wallet; every method returns when the chain has confirmed it. Blocking. */
public interface JobPoster {
  /** A job on chain and the transaction that put it there. */
  record Posted(Digest jobId, Digest transaction) {}

  /** Funds and posts a job in one transaction. */
  Posted post(JobManifest manifest, JobBudget budget, JobDeadlines deadlines, String uri);

  /** Ends a job whose round nobody has joined yet. */
  void cancel(Digest jobId);
}
