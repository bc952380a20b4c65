package io.peerz.devnet.demo;

import io.peerz.contracts.ContributionLedger;
import io.peerz.contracts.EpochManager;
import io.peerz.contracts.NodeRegistry;
import io.peerz.contracts.PaymentChannels;
import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.Deployment;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import java.util.List;
import java.util.function.Function;
import org.web3j.abi.EventEncoder;
import org.web3j.abi.datatypes.Event;
import org.web3j.protocol.core.methods.response.Log;

/**
 * What happened, as the events of the contracts tell it. Nothing here comes from the memory of a
 * process. Blocking.
 */
final class ChainStory {
  private final ChainClient chain;
  private final Deployment deployment;

  ChainStory(ChainClient chain, Deployment deployment) {
    this.chain = chain;
    this.deployment = deployment;
  }

  List<Facts.Registered> registrations() {
    return events(
        deployment.nodeRegistry(),
        NodeRegistry.NODEREGISTERED_EVENT,
        log -> {
          var e = NodeRegistry.getNodeRegisteredEventFromLog(log);
          return new Facts.Registered(
              Digest.of(e.nodeId), Address.ofHex(e.owner), Address.ofHex(e.payout), tx(log));
        });
  }

  List<Facts.Staked> stakes() {
    return events(
        deployment.nodeRegistry(),
        NodeRegistry.STAKECHANGED_EVENT,
        log -> {
          var e = NodeRegistry.getStakeChangedEventFromLog(log);
          return new Facts.Staked(Digest.of(e.nodeId), e.stake, e.locked, tx(log));
        });
  }

  List<Facts.Opened> openings() {
    return events(
        deployment.paymentChannels(),
        PaymentChannels.CHANNELOPENED_EVENT,
        log -> {
          var e = PaymentChannels.getChannelOpenedEventFromLog(log);
          return new Facts.Opened(Digest.of(e.channelId), Digest.of(e.nodeId), e.deposit, tx(log));
        });
  }

  List<Facts.Redeemed> redemptions() {
    return events(
        deployment.paymentChannels(),
        PaymentChannels.VOUCHERREDEEMED_EVENT,
        log -> {
          var e = PaymentChannels.getVoucherRedeemedEventFromLog(log);
          return new Facts.Redeemed(
              Digest.of(e.channelId),
              Digest.of(e.nodeId),
              e.cumulativeMacs,
              e.paid,
              e.fee,
              tx(log));
        });
  }

  List<Facts.Closed> closings() {
    return events(
        deployment.paymentChannels(),
        PaymentChannels.CHANNELCLOSED_EVENT,
        log -> {
          var e = PaymentChannels.getChannelClosedEventFromLog(log);
          return new Facts.Closed(Digest.of(e.channelId), e.paidTotal, e.refund, tx(log));
        });
  }

  List<Facts.Committed> batches() {
    return events(
        deployment.contributionLedger(),
        ContributionLedger.BATCHCOMMITTED_EVENT,
        log -> {
          var e = ContributionLedger.getBatchCommittedEventFromLog(log);
          return new Facts.Committed(
              Digest.of(e.batchId),
              Digest.of(e.nodeId),
              e.epoch.longValueExact(),
              Digest.of(e.root),
              e.totalMacs,
              e.leaves.longValueExact(),
              tx(log));
        });
  }

  List<Facts.Finalized> finalizations() {
    return events(
        deployment.contributionLedger(),
        ContributionLedger.BATCHFINALIZED_EVENT,
        log ->
            new Facts.Finalized(
                Digest.of(ContributionLedger.getBatchFinalizedEventFromLog(log).batchId), tx(log)));
  }

  List<Facts.Claimed> claims() {
    return events(
        deployment.contributionLedger(),
        ContributionLedger.REWARDCLAIMED_EVENT,
        log -> {
          var e = ContributionLedger.getRewardClaimedEventFromLog(log);
          return new Facts.Claimed(
              Digest.of(e.batchId),
              Digest.of(e.nodeId),
              e.epoch.longValueExact(),
              e.share,
              e.paid,
              tx(log));
        });
  }

  List<Facts.Sealed> seals() {
    return events(
        deployment.epochManager(),
        EpochManager.EPOCHSEALED_EVENT,
        log ->
            new Facts.Sealed(
                EpochManager.getEpochSealedEventFromLog(log).epoch.longValueExact(), tx(log)));
  }

  private <T> List<T> events(Address contract, Event event, Function<Log, T> read) {
    return chain
        .logs(
            contract,
            List.of(EventEncoder.encode(event)),
            deployment.deployedAtBlock(),
            chain.head())
        .stream()
        .map(read)
        .toList();
  }

  private static Digest tx(Log log) {
    return Digest.ofHex(log.getTransactionHash());
  }
}
