package io.peerz.finetune.market;

import io.peerz.proof.id.Digest;
import io.peerz.proof.receipt.FineTuneReceipt;
import io.peerz.proof.sign.Signature;
import java.util.List;

/**
 * The market's contracts behind one door. Views are of one confirmed block; actions return when
 * they are confirmed, throw TRANSACTION_REVERTED when the contract refuses them (somebody was
 * faster, or the phase is over), and may be sent again after a crash. All methods block: call them
 * on virtual threads.
 */
public interface RoundMarket {
  /** The market's clock: no deadline is ever measured by this machine's own. */
  long nowSeconds();

  /** Jobs that still have rounds to play, oldest first. */
  List<Digest> openJobs();

  JobView job(Digest jobId);

  /** A round that has begun. */
  RoundView round(Digest jobId, int round);

  /** Takes the next free unit for {@code nodeId} and locks its bond. */
  void claimUnit(Digest jobId, int round, Digest nodeId);

  void commitUnit(Digest jobId, int round, int unit, Digest commitment);

  /** Opens a commitment; {@code uri} says who serves the update's blob. */
  void revealUnit(FineTuneReceipt receipt, Digest salt, Signature nodeSignature, String uri);

  /** Fixes the revealed units and asks for a committee; anybody may. */
  void openEvaluation(Digest jobId, int round);

  /**
   * Makes the seed of an opened evaluation known, as soon as it exists and unless somebody has;
   * anybody may.
   */
  void sealSeed(Digest jobId, int round);

  /** Draws seats once the seed is known; anybody may. */
  void drawSeats(Digest taskId);

  void commitMeasurement(Digest taskId, int seat, Digest commitment);

  void revealMeasurement(
      Digest taskId, int seat, RoundResult result, Digest traceRoot, Digest salt);

  /** Counts the revealed seats; anybody may. */
  void finalizeTask(Digest taskId);

  /** Pays by the agreed result, or by none, and starts the next round; anybody may. */
  void settleRound(Digest jobId, int round, RoundResult agreedOrEmpty);

  /** Sends the fee of a seat that agreed to its node; anybody may. */
  void claimFee(Digest taskId, int seat);

  /** Sends a settled unit's pay to its node and frees the bond. */
  void claimReward(Digest jobId, int round, int unit);
}
