package io.peerz.ledger.settle;

import io.peerz.ledger.outbox.ReceiptOutbox;
import io.peerz.proof.commit.MerkleSumTree;
import io.peerz.proof.encode.Domain;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.receipt.BatchHeader;
import io.peerz.proof.receipt.InferenceReceipt;
import io.peerz.proof.receipt.ReceiptCodec;
import io.peerz.proof.receipt.SignedReceipt;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes one batch of an epoch's receipts: a Merkle-sum tree in the order of receipt digests. */
final class BatchBuilder {
  private final ReceiptOutbox outbox;
  private final Domain contributionLedger;
  private final Digest nodeId;

  BatchBuilder(ReceiptOutbox outbox, Domain contributionLedger, Digest nodeId) {
    this.outbox = outbox;
    this.contributionLedger = contributionLedger;
    this.nodeId = nodeId;
  }

  /** A receipt with its digest in the ledger's domain, which is its place among the leaves. */
  record Entry(Digest digest, SignedReceipt signed) {}

  /** What the requester of a receipt signed. */
  Digest deliveryDigest(SignedReceipt signed) {
    return contributionLedger.digestOf(signed.delivery().structHash());
  }

  /** The entries of a batch in the order of its leaves. */
  List<Entry> entries(List<SignedReceipt> receipts) {
    TreeMap<Digest, Entry> sorted = new TreeMap<>();
    for (SignedReceipt signed : receipts) {
      if (signed.receipt().macs().signum() > 0) {
        Digest digest = contributionLedger.digestOf(signed.receipt().structHash());
        sorted.put(digest, new Entry(digest, signed));
      }
    }
    return new ArrayList<>(sorted.values());
  }

  static MerkleSumTree tree(List<Entry> entries) {
    return MerkleSumTree.of(entries.stream().map(BatchBuilder::leaf).toList());
  }

  private static MerkleSumTree.Leaf leaf(Entry entry) {
    SignedReceipt signed = entry.signed();
    return new MerkleSumTree.Leaf(entry.digest(), signed.receipt().macs(), signed.onTime());
  }

  /** The header over the receipts on which the line was drawn; empty when none has cost. */
  Optional<BatchHeader> header(long epoch, List<SignedReceipt> receipts) {
    List<Entry> entries = entries(receipts);
    if (entries.isEmpty()) {
      return Optional.empty();
    }
    MerkleSumTree tree = tree(entries);
    return Optional.of(
        new BatchHeader(
            nodeId,
            epoch,
            tree.root(),
            tree.sums().macs(),
            tree.sums().onTimeMacs(),
            feesWei(epoch, entries),
            entries.size(),
            dataHash(entries)));
  }

  /** What the epoch added to the cost of each session's layer range. */
  private BigInteger feesWei(long epoch, List<Entry> entries) {
    Map<Digest, InferenceReceipt> last = new HashMap<>();
    for (Entry entry : entries) {
      InferenceReceipt receipt = entry.signed().receipt();
      last.merge(ReceiptOutbox.streamOf(receipt), receipt, BatchBuilder::later);
    }
    return last.values().stream()
        .map(r -> r.cumulativeAmountWei().subtract(outbox.cumulativeWeiBefore(r, epoch)))
        .map(added -> added.max(BigInteger.ZERO))
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  private static InferenceReceipt later(InferenceReceipt a, InferenceReceipt b) {
    return a.cumulativeAmountWei().compareTo(b.cumulativeAmountWei()) >= 0 ? a : b;
  }

  private static Digest dataHash(List<Entry> entries) {
    byte[][] parts =
        entries.stream().map(e -> ReceiptCodec.encode(e.signed())).toArray(byte[][]::new);
    return Keccak.hash(parts);
  }
}
