package io.peerz.ledger.settle;

import io.peerz.contracts.ContributionLedger;
import io.peerz.proof.commit.SumNode;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.receipt.BatchHeader;
import io.peerz.proof.receipt.Delivery;
import io.peerz.proof.receipt.InferenceReceipt;
import io.peerz.proof.voucher.Delegation;
import io.peerz.proof.voucher.SessionKey;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** The spine's receipts and batches as the generated wrapper wants them. */
public final class LedgerStructs {
  private LedgerStructs() {}

  public static ContributionLedger.BatchHeader of(BatchHeader h) {
    return new ContributionLedger.BatchHeader(
        h.nodeId().bytes(),
        BigInteger.valueOf(h.epoch()),
        h.root().bytes(),
        h.totalMacs(),
        h.onTimeMacs(),
        h.totalFeesWei(),
        BigInteger.valueOf(h.leaves()),
        h.dataHash().bytes());
  }

  public static ContributionLedger.Delivery of(Delivery d) {
    return new ContributionLedger.Delivery(d.receipt().bytes(), d.onTime());
  }

  public static ContributionLedger.InferenceReceipt of(InferenceReceipt r) {
    return new ContributionLedger.InferenceReceipt(
        r.nodeId().bytes(),
        r.sessionId().bytes(),
        r.channelId().bytes(),
        r.modelId().bytes(),
        BigInteger.valueOf(r.seq()),
        BigInteger.valueOf(r.layerStart()),
        BigInteger.valueOf(r.layerEnd()),
        BigInteger.valueOf(r.posStart()),
        BigInteger.valueOf(r.tokens()),
        BigInteger.valueOf(r.flags()),
        r.macs(),
        r.cumulativeMacs(),
        r.cumulativeAmountWei(),
        r.inDigest().bytes(),
        r.outCommit().bytes(),
        r.prevReceipt().bytes(),
        BigInteger.valueOf(r.epoch()),
        BigInteger.valueOf(r.issuedAtSeconds()));
  }

  public static ContributionLedger.SessionKey session(Optional<Delegation> delegation) {
    return delegation
        .map(Delegation::sessionKey)
        .map(LedgerStructs::of)
        .orElseGet(
            () ->
                new ContributionLedger.SessionKey(
                    Digest.ZERO.bytes(), Address.ZERO.hex(), BigInteger.ZERO, BigInteger.ZERO));
  }

  private static ContributionLedger.SessionKey of(SessionKey key) {
    return new ContributionLedger.SessionKey(
        key.channelId().bytes(),
        key.key().hex(),
        key.maxAmountWei(),
        BigInteger.valueOf(key.validUntilSeconds()));
  }

  public static List<ContributionLedger.SumNode> path(List<SumNode> path) {
    return path.stream().map(LedgerStructs::node).toList();
  }

  private static ContributionLedger.SumNode node(SumNode n) {
    return new ContributionLedger.SumNode(
        n.hash().bytes(), n.sums().macs(), n.sums().onTimeMacs(), n.isLeft());
  }
}
