package io.peerz.node.jobs;

import io.peerz.proof.id.Digest;

/**
 * What this machine remembers of a job that it submitted; everything else is on chain.
 *
 * @param jobId on chain; zero before it is posted
 * @param fileId data it was made from
 * @param base name of the base
 * @param suffix the submitter's own word for the adapter; may be empty
 * @param idempotencyKey repeated by a client that asks again; may be empty
 * @param ceilingWei escrowed, in decimal
 * @param unitTokens tokens that one unit trains on
 * @param learningRate of the recipe
 * @param cancelled whether the submitter called it off
 * @param postedTx transaction that funded and posted it
 */
public record JobRecord(
    String jobId,
    String fileId,
    String base,
    String suffix,
    String idempotencyKey,
    String ceilingWei,
    long unitTokens,
    double learningRate,
    long createdAtSeconds,
    boolean cancelled,
    String postedTx) {
  private static final String PREFIX = "ftjob-";
  private static final int ID_CHARS = 24;
  private static final int SHORT_CHARS = 8;

  public Digest digest() {
    return Digest.ofHex(jobId);
  }

  /** The job's name in the API. */
  public String id() {
    return PREFIX + jobId.substring(2, 2 + ID_CHARS);
  }

  /** The adapter's name among models. */
  public String adapterName() {
    return "ft:%s:%s:%s".formatted(base, suffix, jobId.substring(2, 2 + SHORT_CHARS));
  }

  /** Name of the adapter after one round. */
  public String checkpointName(int round) {
    return adapterName() + ":ckpt-round-" + (round + 1);
  }

  /** The same once it stands on the chain. */
  JobRecord posted(Digest job, Digest transaction) {
    return new JobRecord(
        job.hex(),
        fileId,
        base,
        suffix,
        idempotencyKey,
        ceilingWei,
        unitTokens,
        learningRate,
        createdAtSeconds,
        cancelled,
        transaction.hex());
  }

  JobRecord asCancelled() {
    return new JobRecord(
        jobId,
        fileId,
        base,
        suffix,
        idempotencyKey,
        ceilingWei,
        unitTokens,
        learningRate,
        createdAtSeconds,
        true,
        postedTx);
  }
}
