package io.peerz.ledger.settle;

import io.peerz.contracts.ContributionLedger;
import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.Contracts;
import io.peerz.ledger.chain.PreparedCall;
import io.peerz.ledger.chain.TransactionSender;
import io.peerz.ledger.outbox.ReceiptOutbox;
import io.peerz.ledger.outbox.VoucherBook;
import io.peerz.proof.commit.MerkleSumTree;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.receipt.SignedReceipt;
import io.peerz.proof.sign.Recovery;
import io.peerz.proof.voucher.Delegation;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * Answers whoever asks for the receipt at a sample point of a batch. Silence would cost stake, so
 * this goes before everything else.
 */
final class OpeningAnswerer {
  private final Contracts contracts;
  private final TransactionSender sender;
  private final ReceiptOutbox outbox;
  private final VoucherBook vouchers;
  private final BatchBuilder builder;

  OpeningAnswerer(
      ChainClient chain,
      TransactionSender sender,
      ReceiptOutbox outbox,
      VoucherBook vouchers,
      BatchBuilder builder) {
    this.contracts = chain.contracts();
    this.sender = sender;
    this.outbox = outbox;
    this.vouchers = vouchers;
    this.builder = builder;
  }

  /** Answers every open question about a batch. */
  void answer(StoredBatch batch) {
    int samples = contracts.read(contracts.contributionLedger().SAMPLES()).intValueExact();
    for (int sample = 0; sample < samples; sample++) {
      if (isAsked(batch, sample)) {
        answer(batch, sample);
      }
    }
  }

  private boolean isAsked(StoredBatch batch, int sample) {
    ContributionLedger.Demand demand =
        contracts.read(
            contracts
                .contributionLedger()
                .demand(batch.batchId().bytes(), BigInteger.valueOf(sample)));
    return !Address.ofHex(demand.by).equals(Address.ZERO);
  }

  private void answer(StoredBatch batch, int sample) {
    byte[] batchId = batch.batchId().bytes();
    BigInteger number = BigInteger.valueOf(sample);
    BigInteger point = contracts.read(contracts.contributionLedger().samplePoint(batchId, number));
    List<BatchBuilder.Entry> entries = builder.entries(outbox.batched(batch.epoch()));
    MerkleSumTree tree = BatchBuilder.tree(entries);
    if (!tree.root().equals(batch.header().root())) {
      throw new PeerzException(
          ErrorCode.BUG,
          "the receipts of epoch " + batch.epoch() + " no longer make the committed root");
    }
    MerkleSumTree.Opening opening = tree.open(point);
    sender.send(
        PreparedCall.of(
            "answerOpening:" + batch.batchId() + ":" + sample,
            contracts.deployment().contributionLedger(),
            contracts
                .contributionLedger()
                .answerOpening(batchId, number, struct(entries.get(opening.leafIndex()), opening))
                .encodeFunctionCall(),
            "answer question " + sample + " about the batch of epoch " + batch.epoch()));
  }

  private ContributionLedger.Opening struct(
      BatchBuilder.Entry entry, MerkleSumTree.Opening opening) {
    SignedReceipt signed = entry.signed();
    Optional<Delegation> delegation = delegationOf(entry);
    return new ContributionLedger.Opening(
        LedgerStructs.of(signed.receipt()),
        signed.nodeSig().bytes(),
        signed.onTime(),
        signed.requesterSig().bytes(),
        LedgerStructs.session(delegation),
        delegation.map(d -> d.payerSig().bytes()).orElse(new byte[0]),
        LedgerStructs.path(opening.path()));
  }

  /** The delegation under which the receipt was countersigned; none if the payer did it himself. */
  private Optional<Delegation> delegationOf(BatchBuilder.Entry entry) {
    Digest countersigned = builder.deliveryDigest(entry.signed());
    Address countersigner = Recovery.signer(countersigned, entry.signed().requesterSig());
    return vouchers.delegation(entry.signed().receipt().channelId(), countersigner);
  }
}
