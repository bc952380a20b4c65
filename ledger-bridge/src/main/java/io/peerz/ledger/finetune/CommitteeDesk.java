package io.peerz.ledger.finetune;

import static io.peerz.ledger.finetune.JobStructs.big;
import static io.peerz.ledger.finetune.JobStructs.bigs;

import io.peerz.contracts.Committee;
import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.ConfirmedTx;
import io.peerz.ledger.chain.Contracts;
import io.peerz.ledger.chain.Intents;
import io.peerz.ledger.chain.PreparedCall;
import io.peerz.ledger.chain.TransactionSender;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import org.web3j.protocol.core.RemoteFunctionCall;

/** Membership of the committee and the work of its seats. Blocking. */
public final class CommitteeDesk {
  private final Contracts contracts;
  private final TransactionSender sender;

  public CommitteeDesk(ChainClient chain, TransactionSender sender) {
    this.contracts = chain.contracts();
    this.sender = sender;
  }

  /**
   * Lets a node of this account, which must own it, be drawn from now on; locks the member's bond.
   */
  public ConfirmedTx join(Digest nodeId) {
    return send(
        "join the committee with node " + nodeId.shortHex(), committee().join(nodeId.bytes()));
  }

  /** Ends membership; the bond comes back when the last seat is done. */
  public ConfirmedTx resign(Digest nodeId) {
    return send(
        "leave the committee with node " + nodeId.shortHex(), committee().resign(nodeId.bytes()));
  }

  /** A member's weight in draws; zero for everybody else. */
  public BigInteger weightOf(Digest nodeId) {
    return contracts.read(committee().weightOf(nodeId.bytes()));
  }

  /** Draws the seats once the seed is known; anybody may. */
  public ConfirmedTx draw(Digest taskId) {
    return send("draw the seats of task " + taskId.shortHex(), committee().draw(taskId.bytes()));
  }

  public ConfirmedTx commit(Digest taskId, int seat, Digest commitment) {
    return send(
        "commit seat " + seat + " of task " + taskId.shortHex(),
        committee().commit(taskId.bytes(), big(seat), commitment.bytes()));
  }

  public ConfirmedTx reveal(
      Digest taskId, int seat, SeatReport report, Digest traceRoot, Digest salt) {
    return send(
        "reveal seat " + seat + " of task " + taskId.shortHex(),
        committee()
            .reveal(
                taskId.bytes(),
                big(seat),
                bigs(report.losses()),
                bigs(report.standardErrors()),
                report.outputRoot().bytes(),
                traceRoot.bytes(),
                salt.bytes()));
  }

  /** Counts the revealed seats; anybody may. */
  public ConfirmedTx finalizeTask(Digest taskId) {
    return send("count task " + taskId.shortHex(), committee().finalizeTask(taskId.bytes()));
  }

  /** Sends an agreeing seat's fee to its node; anybody may. */
  public ConfirmedTx claimFee(Digest taskId, int seat) {
    return send(
        "claim the fee of seat " + seat + " of task " + taskId.shortHex(),
        committee().claimFee(taskId.bytes(), big(seat)));
  }

  private Committee committee() {
    return contracts.committee();
  }

  private ConfirmedTx send(String what, RemoteFunctionCall<?> call) {
    return sender.send(
        PreparedCall.of(
            Intents.unique("committee"),
            contracts.deployment().committee(),
            call.encodeFunctionCall(),
            what));
  }
}
