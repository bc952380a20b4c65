package io.peerz.ledger.claim;

import io.peerz.contracts.ContributionLedger;
import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.ConfirmedTx;
import io.peerz.ledger.chain.Contracts;
import io.peerz.ledger.chain.Deployment;
import io.peerz.ledger.chain.PreparedCall;
import io.peerz.ledger.chain.TransactionSender;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.web3j.abi.EventEncoder;
import org.web3j.abi.datatypes.Event;
import org.web3j.protocol.core.RemoteFunctionCall;
import org.web3j.protocol.core.methods.response.Log;

/**
 * A node's batches and their rewards. Anybody may finalize and claim: the money goes to the node's
 * payout account. Blocking: for virtual threads.
 */
public final class RewardDesk {
  /** What a claim paid, and the transaction that did. */
  public record Claim(Digest batchId, BigInteger paidWei, ConfirmedTx transaction) {}

  private final ChainClient chain;
  private final Contracts contracts;
  private final Optional<TransactionSender> sender;

  public RewardDesk(ChainClient chain, TransactionSender sender) {
    this(chain, Optional.of(sender));
  }

  private RewardDesk(ChainClient chain, Optional<TransactionSender> sender) {
    this.chain = chain;
    this.contracts = chain.contracts();
    this.sender = sender;
  }

  /** A desk that only looks; it has no account to send with. */
  public static RewardDesk reading(ChainClient chain) {
    return new RewardDesk(chain, Optional.empty());
  }

  /** Every batch that a node committed, oldest first. */
  public List<BatchView> batches(Digest nodeId) {
    Deployment deployment = contracts.deployment();
    List<String> topics =
        List.of(EventEncoder.encode(ContributionLedger.BATCHCOMMITTED_EVENT), "", nodeId.hex());
    return chain
        .logs(deployment.contributionLedger(), topics, deployment.deployedAtBlock(), chain.head())
        .stream()
        .map(this::view)
        .toList();
  }

  private BatchView view(Log log) {
    ContributionLedger.BatchCommittedEventResponse event =
        ContributionLedger.getBatchCommittedEventFromLog(log);
    return new BatchView(
        Digest.of(event.batchId),
        Digest.of(event.nodeId),
        event.epoch.longValueExact(),
        status(Digest.of(event.batchId)),
        event.totalMacs,
        event.onTimeMacs,
        event.totalFees,
        event.leaves.longValueExact(),
        windowEndSeconds(event.epoch.longValueExact()),
        Digest.ofHex(log.getTransactionHash()));
  }

  public BatchStatus status(Digest batchId) {
    return BatchStatus.of(
        contracts.read(contracts.contributionLedger().batch(batchId.bytes())).status);
  }

  /**
   * The one event of a kind that a batch ever has, if it is in the present chain.
   *
   * @param epoch of the batch: there is nothing to find before it
   */
  public Optional<Log> event(Digest batchId, long epoch, Event event) {
    Address ledger = contracts.deployment().contributionLedger();
    long fromBlock =
        contracts
            .read(contracts.epochManager().firstBlock(BigInteger.valueOf(epoch)))
            .longValueExact();
    List<String> topics = List.of(EventEncoder.encode(event), batchId.hex());
    return chain.logs(ledger, topics, fromBlock, chain.head()).stream().findFirst();
  }

  /** When questions about batches of an epoch end; 0 while a later seed is missing. */
  public long windowEndSeconds(long epoch) {
    return contracts
        .read(contracts.contributionLedger().windowEnd(BigInteger.valueOf(epoch)))
        .longValueExact();
  }

  /** Ends the time for questions and frees the node's bond. */
  public ConfirmedTx finalizeBatch(Digest batchId) {
    return send(
        "finalize:" + batchId,
        "finalize batch " + batchId.shortHex(),
        contracts.contributionLedger().finalize(batchId.bytes()));
  }

  /** Takes the reward of a finalized batch. Redeem vouchers first: burned fees are the ceiling. */
  public Claim claim(Digest batchId) {
    ConfirmedTx done =
        send(
            "claim:" + batchId,
            "claim the reward of batch " + batchId.shortHex(),
            contracts.contributionLedger().claim(batchId.bytes()));
    ContributionLedger.RewardClaimedEventResponse event =
        ContributionLedger.getRewardClaimedEventFromLog(
            Contracts.select(
                    done.logs(),
                    contracts.deployment().contributionLedger(),
                    ContributionLedger.REWARDCLAIMED_EVENT)
                .getFirst());
    return new Claim(batchId, event.paid, done);
  }

  private ConfirmedTx send(String intentId, String what, RemoteFunctionCall<?> call) {
    return sender
        .orElseThrow(() -> new IllegalStateException("this desk only looks"))
        .send(
            PreparedCall.of(
                intentId,
                contracts.deployment().contributionLedger(),
                call.encodeFunctionCall(),
                what));
  }
}
