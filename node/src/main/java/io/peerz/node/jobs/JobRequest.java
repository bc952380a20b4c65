package io.peerz.node.jobs;

import io.peerz.ledger.finetune.JobDeadlines;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import java.math.BigInteger;

/**
 * What a submitter asks for.
 *
 * @param fileId an uploaded data set
 * @param model name or id of the base
 * @param suffix a word in the adapter's name; may be empty
 * @param ceilingWei most to spend; zero for twice the estimate
 * @param seed decides how the data is split and where the adapter begins
 * @param idempotencyKey the same key gives the same job; may be empty
 */
public record JobRequest(
    String fileId,
    String model,
    String suffix,
    JobOrder order,
    JobDeadlines deadlines,
    BigInteger ceilingWei,
    long seed,
    String idempotencyKey) {
  public JobRequest {
    Require.that(
        suffix.matches("[A-Za-z0-9_-]{0,64}"),
        ErrorCode.BAD_REQUEST,
        "suffix '%s' must be at most 64 letters, digits, '-' or '_'".formatted(suffix));
    Require.range(
        ErrorCode.BAD_REQUEST, "length of the idempotency key", idempotencyKey.length(), 0, 255);
  }
}
