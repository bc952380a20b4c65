package io.peerz.inference.serve;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.ErrorKind;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.peerz.proof.voucher.Collateral;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether work may begin: the channel and the key that will pay for it must live long
 * enough for the voucher to be redeemed. Vouchers for work already done are taken to the last
 * second. May read the chain: virtual threads.
 */
final class Admission {
  private static final Logger LOG = LoggerFactory.getLogger(Admission.class);

  private final PaymentDesk desk;
  private final InstantSource clock;
  private final Duration redeemMargin;

  Admission(PaymentDesk desk, InstantSource clock, Duration redeemMargin) {
    this.desk = desk;
    this.clock = clock;
    this.redeemMargin = redeemMargin;
  }

  /** Checks a session that is about to open. */
  void toSession(Collateral collateral, Requester requester) {
    long redeemedBy = clock.instant().plus(redeemMargin).getEpochSecond();
    Require.that(
        collateral.redeemableAt(redeemedBy),
        ErrorCode.BAD_REQUEST,
        "the channel closes before its vouchers could be redeemed; open another one");
    requester.requireValidAt(redeemedBy);
  }

  /** Checks a session that goes on to its next chunk, by what was last known; no I/O. */
  void toChunk(ChannelAccount account, Requester requester) {
    toSession(account.collateral(), requester);
  }

  /** Asks what the chain says of a channel now; while the chain is silent the old terms stand. */
  void renew(ChannelAccount account) {
    try {
      account.renew(desk.terms(account.collateral().channelId()).collateral());
    } catch (PeerzException e) {
      if (e.kind() != ErrorKind.LEDGER) {
        throw e;
      }
      LOG.warn("a session goes on with older channel terms: {}", e.getMessage());
    }
  }
}
