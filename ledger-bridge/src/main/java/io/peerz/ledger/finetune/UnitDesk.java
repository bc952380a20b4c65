package io.peerz.ledger.finetune;

import static io.peerz.ledger.finetune.JobStructs.big;
import static io.peerz.ledger.finetune.JobStructs.bigs;

import io.peerz.contracts.FineTuneMarket;
import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.ConfirmedTx;
import io.peerz.ledger.chain.Contracts;
import io.peerz.ledger.chain.Intents;
import io.peerz.ledger.chain.PreparedCall;
import io.peerz.ledger.chain.TransactionSender;
import io.peerz.proof.id.Digest;
import io.peerz.proof.receipt.FineTuneReceipt;
import io.peerz.proof.sign.Signature;
import org.web3j.protocol.core.RemoteFunctionCall;

/**
 * What a node does for units of a round, and what anybody may do to bring a round on. A step that
 * the contract refuses is TRANSACTION_REVERTED and costs nothing. Blocking.
 */
public final class UnitDesk {
  private final Contracts contracts;
  private final TransactionSender sender;

  public UnitDesk(ChainClient chain, TransactionSender sender) {
    this.contracts = chain.contracts();
    this.sender = sender;
  }

  /** Takes the next free unit for a node of this account and locks its bond. */
  public ConfirmedTx claim(Digest jobId, int round, Digest nodeId) {
    return send(
        "claim a unit in round " + round,
        market().claimUnit(jobId.bytes(), big(round), nodeId.bytes()));
  }

  /** Commits to a unit's receipt. */
  public ConfirmedTx commit(Digest jobId, int round, int unit, Digest commitment) {
    return send(
        "commit unit " + unit + " of round " + round,
        market().commitUnit(jobId.bytes(), big(round), big(unit), commitment.bytes()));
  }

  /** Opens a commitment; {@code uri} says who serves the update. */
  public ConfirmedTx reveal(
      FineTuneReceipt receipt, Digest salt, Signature nodeSignature, String uri) {
    return send(
        "reveal unit " + receipt.unit() + " of round " + receipt.round(),
        market()
            .revealUnit(
                receipt.jobId().bytes(),
                big(receipt.round()),
                big(receipt.unit()),
                JobStructs.receipt(receipt),
                salt.bytes(),
                nodeSignature.bytes(),
                uri));
  }

  /** Asks for a committee; anybody may. */
  public ConfirmedTx openEvaluation(Digest jobId, int round) {
    return send(
        "open the evaluation of round " + round,
        market().openEvaluation(jobId.bytes(), big(round)));
  }

  /** Settles a round by the agreed report, or by an empty one without it; anybody may. */
  public ConfirmedTx settle(Digest jobId, int round, SeatReport report) {
    return send(
        "settle round " + round,
        market()
            .settleRound(
                jobId.bytes(),
                big(round),
                bigs(report.losses()),
                bigs(report.standardErrors()),
                report.outputRoot().bytes()));
  }

  /** Sends a settled unit's pay to its node and frees the bond; anybody may. */
  public ConfirmedTx claimReward(Digest jobId, int round, int unit) {
    return send(
        "claim the pay of unit " + unit + " of round " + round,
        market().claimReward(jobId.bytes(), big(round), big(unit)));
  }

  private FineTuneMarket market() {
    return contracts.fineTuneMarket();
  }

  private ConfirmedTx send(String what, RemoteFunctionCall<?> call) {
    return sender.send(
        PreparedCall.of(
            Intents.unique("unit"),
            contracts.deployment().fineTuneMarket(),
            call.encodeFunctionCall(),
            what));
  }
}
