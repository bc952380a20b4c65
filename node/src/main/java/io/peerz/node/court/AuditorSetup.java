package io.peerz.node.court;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import io.peerz.proof.sign.SigningKey;
import java.nio.file.Path;

/**
 * What an auditor is started with.
 *
 * @param folder its own data: the secret of its lottery, evidence of its disputes
 * @param account posts bonds and receives the reporter's share
 * @param rate part of all batches that it asks about, above 0 and at most 1
 */
public record AuditorSetup(Path folder, SigningKey account, double rate, ReplayEngines engines) {
  public AuditorSetup {
    requireRate(rate);
  }

  /** Refuses a rate that asks about nothing, or about more than there is. */
  public static void requireRate(double rate) {
    Require.that(
        rate > 0 && rate <= 1,
        ErrorCode.BAD_CONFIG,
        "the audit rate must be above 0 and at most 1, as in 0.02 for two of a hundred");
  }
}
