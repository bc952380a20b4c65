package io.peerz.ledger.finetune;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;

/**
 * How long each phase of a round may take, in seconds. A phase ends earlier as soon as everybody in
 * it has moved.
 *
 * @param evaluate half of it to commit, half to reveal
 * @param challenge between the committee's result and settling
 */
public record JobDeadlines(long claim, long commit, long reveal, long evaluate, long challenge) {
  private static final long MAX_SECONDS = 30L * 24 * 3600;

  public JobDeadlines {
    check("claim", claim, 1);
    check("commit", commit, 1);
    check("reveal", reveal, 1);
    check("evaluate", evaluate, 2);
    check("challenge", challenge, 1);
  }

  private static void check(String phase, long seconds, long least) {
    Require.range(ErrorCode.BAD_REQUEST, "seconds to " + phase, seconds, least, MAX_SECONDS);
  }
}
