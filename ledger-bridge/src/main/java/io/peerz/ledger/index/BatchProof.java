package io.peerz.ledger.index;

import io.peerz.proof.commit.MerkleSumTree;
import io.peerz.proof.commit.SumNode;
import io.peerz.proof.encode.Domain;
import io.peerz.proof.id.Digest;
import io.peerz.proof.receipt.InferenceReceipt;
import io.peerz.proof.receipt.SignedReceipt;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The receipts of one batch, each with its way to the root, so that anybody can check them. */
final class BatchProof {
  private record Entry(Digest digest, SignedReceipt signed) {}

  private BatchProof() {}

  /**
   * The batch that these receipts make.
   *
   * @param ledger the domain in which receipts are signed
   */
  static ObjectNode of(List<SignedReceipt> receipts, Domain ledger) {
    List<Entry> entries =
        receipts.stream()
            .filter(signed -> signed.receipt().macs().signum() > 0)
            .map(signed -> new Entry(ledger.digestOf(signed.receipt().structHash()), signed))
            .sorted(Comparator.comparing(Entry::digest))
            .toList();
    ObjectNode json = JsonMapper.shared().createObjectNode();
    ArrayNode leaves = json.putArray("leaves");
    if (entries.isEmpty()) {
      return json;
    }
    MerkleSumTree tree = MerkleSumTree.of(entries.stream().map(BatchProof::leafOf).toList());
    json.put("root", tree.root().hex())
        .put("totalMacs", tree.sums().macs().toString())
        .put("onTimeMacs", tree.sums().onTimeMacs().toString());
    BigInteger point = BigInteger.ZERO;
    for (Entry entry : entries) {
      leaves.add(leaf(entry, tree.open(point)));
      point = point.add(entry.signed().receipt().macs());
    }
    return json;
  }

  private static MerkleSumTree.Leaf leafOf(Entry entry) {
    SignedReceipt signed = entry.signed();
    return new MerkleSumTree.Leaf(entry.digest(), signed.receipt().macs(), signed.onTime());
  }

  private static ObjectNode leaf(Entry entry, MerkleSumTree.Opening opening) {
    ObjectNode json = JsonMapper.shared().createObjectNode();
    json.put("digest", entry.digest().hex());
    json.set("receipt", shape(entry.signed().receipt()));
    json.put("nodeSig", entry.signed().nodeSig().hex());
    json.put("onTime", entry.signed().onTime());
    json.put("requesterSig", entry.signed().requesterSig().hex());
    ArrayNode path = json.putArray("path");
    for (SumNode sibling : opening.path()) {
      path.addObject()
          .put("hash", sibling.hash().hex())
          .put("macs", sibling.sums().macs().toString())
          .put("onTimeMacs", sibling.sums().onTimeMacs().toString())
          .put("isLeft", sibling.isLeft());
    }
    return json;
  }

  /** The fields under the names and in the order in which they are signed. */
  private static ObjectNode shape(InferenceReceipt r) {
    return JsonMapper.shared()
        .createObjectNode()
        .put("nodeId", r.nodeId().hex())
        .put("sessionId", r.sessionId().hex())
        .put("channelId", r.channelId().hex())
        .put("modelId", r.modelId().hex())
        .put("seq", r.seq())
        .put("layerStart", r.layerStart())
        .put("layerEnd", r.layerEnd())
        .put("posStart", r.posStart())
        .put("tokens", r.tokens())
        .put("flags", r.flags())
        .put("macs", r.macs().toString())
        .put("cumulativeMacs", r.cumulativeMacs().toString())
        .put("cumulativeAmount", r.cumulativeAmountWei().toString())
        .put("inDigest", r.inDigest().hex())
        .put("outCommit", r.outCommit().hex())
        .put("prevReceipt", r.prevReceipt().hex())
        .put("epoch", r.epoch())
        .put("issuedAt", r.issuedAtSeconds());
  }
}
