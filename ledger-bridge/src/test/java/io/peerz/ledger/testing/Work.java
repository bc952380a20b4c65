package io.peerz.ledger.testing;

import io.peerz.ledger.chain.ChainClient;
import io.peerz.proof.cost.MacFormula;
import io.peerz.proof.encode.Domains;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.receipt.Delivery;
import io.peerz.proof.receipt.InferenceReceipt;
import io.peerz.proof.receipt.SignedReceipt;
import io.peerz.proof.sign.SigningKey;
import io.peerz.proof.voucher.Delegation;
import io.peerz.proof.voucher.SessionKey;
import io.peerz.proof.voucher.SignedVoucher;
import io.peerz.proof.voucher.Voucher;
import java.math.BigInteger;
import java.util.Optional;

/** One payer's work on one node's channel: chunk after chunk, a receipt and a voucher for each. */
public final class Work {
  private static final BigInteger GCU = BigInteger.valueOf(1_000_000_000L);
  private static final int TOKENS = 8;

  /** Of so many chunks the last came late. */
  private static final int LATE_EACH = 3;

  private final ChainClient chain;
  private final Domains domains;
  private final SigningKey signer;
  private final SigningKey payer;
  private final Digest nodeId;
  private final Digest channelId;
  private final Digest modelId;
  private SigningKey requester;
  private Optional<Delegation> delegation = Optional.empty();
  private BigInteger cumulativeMacs = BigInteger.ZERO;
  private Digest previous = Digest.ZERO;
  private long seq;

  public Work(
      ChainClient chain,
      SigningKey signer,
      SigningKey payer,
      Digest nodeId,
      Digest channelId,
      Digest modelId) {
    this.chain = chain;
    this.domains = chain.contracts().deployment().domains();
    this.signer = signer;
    this.payer = payer;
    this.nodeId = nodeId;
    this.channelId = channelId;
    this.modelId = modelId;
    this.requester = payer;
  }

  /** From here on a key that the payer's wallet allowed once signs in its place. */
  public Work delegatedTo(SigningKey key) {
    SessionKey session =
        new SessionKey(
            channelId, key.address(), BigInteger.TEN.pow(30), chain.headTimeSeconds() + 1_000_000);
    delegation =
        Optional.of(
            new Delegation(
                session, payer.sign(domains.paymentChannels().digestOf(session.structHash()))));
    requester = key;
    return this;
  }

  /** The receipt of the next chunk, in the present epoch, signed by both sides. */
  public SignedReceipt chunk() {
    BigInteger macs =
        BigInteger.valueOf(
            MacFormula.forward(
                TestNetwork.GEOMETRY,
                0,
                TestNetwork.GEOMETRY.layers(),
                (int) seq * TOKENS,
                TOKENS,
                true));
    cumulativeMacs = cumulativeMacs.add(macs);
    InferenceReceipt receipt =
        new InferenceReceipt(
            nodeId,
            Keccak.hash("session of " + channelId),
            channelId,
            modelId,
            seq,
            0,
            TestNetwork.GEOMETRY.layers(),
            seq * TOKENS,
            TOKENS,
            InferenceReceipt.FLAG_HEAD | InferenceReceipt.FLAG_AUDITABLE,
            macs,
            cumulativeMacs,
            amountWei(),
            Keccak.hash("in " + seq),
            Keccak.hash("out " + seq),
            previous,
            chain.currentEpoch(),
            chain.headTimeSeconds());
    previous = receipt.structHash();
    seq++;
    boolean onTime = seq % LATE_EACH != 0;
    Digest digest = domains.contributionLedger().digestOf(previous);
    Digest delivery =
        domains.contributionLedger().digestOf(Delivery.of(receipt, onTime).structHash());
    return new SignedReceipt(receipt, signer.sign(digest), onTime, requester.sign(delivery));
  }

  /** What all chunks so far cost. */
  public BigInteger amountWei() {
    return cumulativeMacs.multiply(TestNetwork.PRICE_PER_GCU).divide(GCU);
  }

  /** A voucher for all chunks so far. */
  public SignedVoucher voucher() {
    Voucher voucher = new Voucher(channelId, amountWei(), cumulativeMacs, previous);
    return new SignedVoucher(
        voucher,
        requester.sign(domains.paymentChannels().digestOf(voucher.structHash())),
        delegation);
  }
}
