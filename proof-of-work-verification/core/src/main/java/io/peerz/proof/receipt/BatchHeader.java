package io.peerz.proof.receipt;

import static io.peerz.proof.error.ErrorCode.BAD_RECEIPT;

import io.peerz.proof.encode.AbiWriter;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.math.BigInteger;
import java.util.Objects;

/**
 * A node's commitment to all its auditable receipts of one epoch.
 *
 * @param root of the Merkle-sum tree over the receipts
 * @param totalMacs the tree's sum
 * @param onTimeMacs those of them that requesters countersigned as on time
 * @param totalFeesWei what the receipts earned
 * @param leaves number of receipts (uint32)
 * @param dataHash hash of the data behind the tree, for whoever is given it
 */
public record BatchHeader(
    Digest nodeId,
    long epoch,
    Digest root,
    BigInteger totalMacs,
    BigInteger onTimeMacs,
    BigInteger totalFeesWei,
    long leaves,
    Digest dataHash) {
  public static final String TYPE =
      "BatchHeader(bytes32 nodeId,uint64 epoch,bytes32 root,uint128 totalMacs,uint128 onTimeMacs,"
          + "uint128 totalFees,uint32 leaves,bytes32 dataHash)";
  private static final Digest TYPE_HASH = Keccak.hash(TYPE);

  public BatchHeader {
    Objects.requireNonNull(nodeId);
    Objects.requireNonNull(root);
    Objects.requireNonNull(dataHash);
    Require.range(BAD_RECEIPT, "epoch", epoch, 0, Long.MAX_VALUE);
    Require.uint(BAD_RECEIPT, "totalMacs", totalMacs, 128);
    Require.uint(BAD_RECEIPT, "onTimeMacs", onTimeMacs, 128);
    Require.that(
        onTimeMacs.compareTo(totalMacs) <= 0,
        BAD_RECEIPT,
        "a batch has more MACs on time than MACs");
    Require.uint(BAD_RECEIPT, "totalFeesWei", totalFeesWei, 128);
    Require.range(BAD_RECEIPT, "leaves", leaves, 1, 0xffff_ffffL);
  }

  public Digest structHash() {
    return new AbiWriter(9)
        .digest(TYPE_HASH)
        .digest(nodeId)
        .uint(epoch)
        .digest(root)
        .uint(totalMacs)
        .uint(onTimeMacs)
        .uint(totalFeesWei)
        .uint(leaves)
        .digest(dataHash)
        .hash();
  }

  /** One batch per node and epoch. */
  public Digest slotKey() {
    return new AbiWriter(3).digest(TYPE_HASH).digest(nodeId).uint(epoch).hash();
  }
}
