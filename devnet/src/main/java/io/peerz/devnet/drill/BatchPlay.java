package io.peerz.devnet.drill;

import io.peerz.contracts.ContributionLedger;
import io.peerz.ledger.settle.LedgerStructs;
import io.peerz.proof.commit.MerkleSumTree;
import io.peerz.proof.id.Digest;
import io.peerz.proof.receipt.BatchHeader;
import io.peerz.proof.receipt.Delivery;
import io.peerz.proof.receipt.InferenceReceipt;
import io.peerz.proof.sign.SigningKey;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A batch of a node, from its submission to its end. */
final class BatchPlay {
  private final DrillWorld world;
  private final DrillNode node;
  private final SigningKey payer;
  private final long epoch;
  private final MerkleSumTree tree;
  private final List<InferenceReceipt> receipts;
  private final Digest id;

  /** Receipts of one epoch, in any order. */
  BatchPlay(DrillWorld world, DrillNode node, SigningKey payer, List<InferenceReceipt> receipts) {
    this.world = world;
    this.node = node;
    this.payer = payer;
    this.epoch = receipts.getFirst().epoch();
    this.receipts = receipts.stream().sorted(Comparator.comparing(world::digest)).toList();
    this.tree =
        MerkleSumTree.of(
            this.receipts.stream()
                .map(r -> new MerkleSumTree.Leaf(world.digest(r), r.macs(), true))
                .toList());
    this.id =
        world
            .chain
            .ask(
                world.at.contributionLedger(),
                Abi.call("batchIdOf", Abi.of(node.id()), Abi.uint("uint64", epoch)))
            .getFirst();
  }

  Digest id() {
    return id;
  }

  /** Commits the batch in the epoch after its receipts', claiming some MACs more than they are. */
  Sent submit(BigInteger extraMacs) {
    world.enterEpoch(epoch + 1);
    BatchHeader header =
        new BatchHeader(
            node.id(),
            epoch,
            tree.root(),
            tree.sums().macs().add(extraMacs),
            tree.sums().onTimeMacs().add(extraMacs),
            BigInteger.ZERO,
            receipts.size(),
            Digest.ZERO);
    Digest digest = world.at.domains().contributionLedger().digestOf(header.structHash());
    return world.chain.must(
        node.owner(),
        "submit batch",
        world.at.contributionLedger(),
        Abi.call(
            "submitBatch", LedgerStructs.of(header), Abi.of(node.signer().sign(digest).bytes())));
  }

  /** The points that the seed of the epoch after next names become known. */
  void knowPoints() {
    world.enterEpoch(epoch + 2);
  }

  BigInteger point(int sample) {
    return world.chain.askNumber(
        world.at.contributionLedger(),
        Abi.call("samplePoint", Abi.of(id), Abi.uint("uint8", sample)));
  }

  boolean covers(int sample) {
    return point(sample).compareTo(tree.totalMacs()) < 0;
  }

  void demand(SigningKey auditor, int sample) {
    ledger(auditor, "demandOpening", sample);
  }

  /** Shows the receipt at the point of the sample, or at the last one if there is none. */
  Sent answer(int sample) {
    BigInteger point = point(sample).min(tree.totalMacs().subtract(BigInteger.ONE));
    MerkleSumTree.Opening opening = tree.open(point);
    InferenceReceipt receipt = receipts.get(opening.leafIndex());
    Digest digest = world.digest(receipt);
    ContributionLedger.Opening shown =
        new ContributionLedger.Opening(
            LedgerStructs.of(receipt),
            node.signer().sign(digest).bytes(),
            true,
            payer.sign(world.digest(Delivery.of(receipt, true))).bytes(),
            LedgerStructs.session(Optional.empty()),
            new byte[0],
            LedgerStructs.path(opening.path()));
    return world.chain.send(
        node.owner(),
        "answer opening",
        world.at.contributionLedger(),
        Abi.call("answerOpening", Abi.of(id), Abi.uint("uint8", sample), shown));
  }

  void voidUnanswered(SigningKey auditor, int sample) {
    ledger(auditor, "voidUnanswered", sample);
  }

  private void ledger(SigningKey who, String what, int sample) {
    world.chain.must(
        who,
        what,
        world.at.contributionLedger(),
        Abi.call(what, Abi.of(id), Abi.uint("uint8", sample)));
  }
}
