package io.peerz.inference.serve;

import io.peerz.inference.wire.ServerMessage;
import io.peerz.proof.commit.RowTree;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.ShardId;
import io.peerz.proof.receipt.InferenceReceipt;
import java.math.BigInteger;

/** What a receipt will say, before salt and time are chosen. */
record ReceiptDraft(
    Digest nodeId,
    Digest sessionId,
    Digest channelId,
    ShardId shard,
    long seq,
    int posStart,
    int positions,
    int flags,
    BigInteger macs,
    BigInteger cumulativeMacs,
    BigInteger cumulativeAmountWei,
    Digest inDigest,
    Digest outputRoot,
    Digest prevReceipt) {

  InferenceReceipt at(Digest salt, long epoch, long issuedAtSeconds) {
    return new InferenceReceipt(
        nodeId,
        sessionId,
        channelId,
        shard.modelId(),
        seq,
        shard.layerStart(),
        shard.layerEnd(),
        posStart,
        positions,
        flags,
        macs,
        cumulativeMacs,
        cumulativeAmountWei,
        inDigest,
        RowTree.salted(salt, outputRoot),
        prevReceipt,
        epoch,
        issuedAtSeconds);
  }

  /** The same behind another receipt. */
  ReceiptDraft after(Digest previous) {
    return new ReceiptDraft(
        nodeId,
        sessionId,
        channelId,
        shard,
        seq,
        posStart,
        positions,
        flags,
        macs,
        cumulativeMacs,
        cumulativeAmountWei,
        inDigest,
        outputRoot,
        previous);
  }

  /** Whether a receipt signed earlier says the same of the same work. */
  boolean agreesWith(ServerMessage.Receipt earlier) {
    InferenceReceipt receipt = earlier.signed().receipt();
    return at(earlier.salt(), receipt.epoch(), receipt.issuedAtSeconds()).equals(receipt);
  }
}
