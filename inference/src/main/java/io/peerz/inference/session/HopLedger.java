package io.peerz.inference.session;

import static io.peerz.proof.error.ErrorCode.BAD_RECEIPT;

import io.peerz.inference.route.Hop;
import io.peerz.inference.wire.ServerMessage;
import io.peerz.proof.commit.RowLog;
import io.peerz.proof.commit.RowTree;
import io.peerz.proof.cost.MacFormula;
import io.peerz.proof.cost.Price;
import io.peerz.proof.encode.Domain;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import io.peerz.proof.receipt.Delivery;
import io.peerz.proof.receipt.InferenceReceipt;
import io.peerz.proof.receipt.SignedReceipt;
import io.peerz.proof.sign.Recovery;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * The client's own account of one hop: what went in, what came out, what it may cost. A receipt is
 * accepted only if it is, field by field, the one that this account expects.
 */
final class HopLedger {
  private final GenerationRequest request;
  private final Hop hop;
  private final Digest sessionId;
  private final Digest channelId;
  private final BigInteger pricePerGcuWei;
  private final Domain domain;
  private final RowLog inputs = new RowLog();
  private final List<Digest> chunkOutputs = new ArrayList<>();
  private final List<SignedReceipt> accepted = new ArrayList<>();
  private BigInteger cumulativeMacs = BigInteger.ZERO;
  private Digest prevReceipt = Digest.ZERO;
  private int chunkStart;
  private int chunkPositions;

  HopLedger(
      GenerationRequest request,
      Hop hop,
      Digest sessionId,
      Digest channelId,
      BigInteger pricePerGcuWei,
      Domain domain) {
    this.request = request;
    this.hop = hop;
    this.sessionId = sessionId;
    this.channelId = channelId;
    this.pricePerGcuWei = pricePerGcuWei;
    this.domain = domain;
  }

  /** The chunk that the next step belongs to. */
  long seq() {
    return accepted.size();
  }

  boolean chunkIsEmpty() {
    return chunkPositions == 0;
  }

  /** A step went in and its output came out. */
  void computed(StepInput input, List<byte[]> outputs) {
    computed(leaves(input.logRows()), leaves(outputs));
  }

  /** The same by the leaves of the rows, one for each position that went in. */
  void computed(List<Digest> inputLeaves, List<Digest> outputLeaves) {
    inputLeaves.forEach(inputs::appendLeaf);
    chunkOutputs.addAll(outputLeaves);
    chunkPositions += inputLeaves.size();
  }

  /** Positions that receipts and the open chunk cover. */
  int position() {
    return chunkStart + chunkPositions;
  }

  /** The digest that the node signs. */
  private Digest digest(InferenceReceipt receipt) {
    return domain.digestOf(receipt.structHash());
  }

  /** The digest that this side signs. */
  Digest deliveryDigest(InferenceReceipt receipt, boolean onTime) {
    return domain.digestOf(Delivery.of(receipt, onTime).structHash());
  }

  /** Refuses a receipt that is not what this account expects; BAD_RECEIPT or BAD_SIGNATURE. */
  void check(ServerMessage.Receipt signed) {
    InferenceReceipt receipt = signed.signed().receipt();
    InferenceReceipt expected = expected(receipt, signed.salt());
    Require.that(
        expected.equals(receipt),
        BAD_RECEIPT,
        ReceiptDifference.between(expected, receipt) + "; it is not paid");
    Recovery.requireSigner(digest(receipt), signed.signed().nodeSig(), hop.offer().signer());
  }

  /** What the chunk's receipt adds to the channel. */
  Payment payment(InferenceReceipt receipt) {
    BigInteger wei =
        Price.chunkWei(cumulativeMacs, cumulativeMacs.add(receipt.macs()), pricePerGcuWei);
    return new Payment(channelId, wei, receipt.macs(), receipt.structHash());
  }

  /** The receipt is paid; the next chunk begins. */
  void paid(SignedReceipt signed) {
    accepted.add(signed);
    cumulativeMacs = signed.receipt().cumulativeMacs();
    prevReceipt = signed.receipt().structHash();
    chunkStart += chunkPositions;
    chunkPositions = 0;
    chunkOutputs.clear();
  }

  HopReport report() {
    return new HopReport(
        hop, accepted, cumulativeMacs, Price.amountWei(cumulativeMacs, pricePerGcuWei));
  }

  /** Epoch and time of issue are the node's to say. */
  private InferenceReceipt expected(InferenceReceipt receipt, Digest salt) {
    boolean head = request.drawsAt(hop.layerEnd());
    BigInteger macs = macs(head);
    BigInteger total = cumulativeMacs.add(macs);
    return new InferenceReceipt(
        hop.offer().nodeId(),
        sessionId,
        channelId,
        request.modelId(),
        seq(),
        hop.layerStart(),
        hop.layerEnd(),
        chunkStart,
        chunkPositions,
        flags(head),
        macs,
        total,
        Price.amountWei(total, pricePerGcuWei),
        inputs.root(),
        RowTree.salted(salt, outputRoot()),
        prevReceipt,
        receipt.epoch(),
        receipt.issuedAtSeconds());
  }

  private static List<Digest> leaves(List<byte[]> rows) {
    return rows.stream().map(RowTree::leafOf).toList();
  }

  private BigInteger macs(boolean head) {
    return BigInteger.valueOf(
        MacFormula.forward(
            request.geometry(),
            hop.layerStart(),
            hop.layerEnd(),
            chunkStart,
            chunkPositions,
            head));
  }

  private int flags(boolean head) {
    return (head ? InferenceReceipt.FLAG_HEAD : 0)
        | (request.auditable() ? InferenceReceipt.FLAG_AUDITABLE : 0)
        | request.geometry().profile() << InferenceReceipt.PROFILE_SHIFT;
  }

  private Digest outputRoot() {
    return chunkOutputs.isEmpty() ? Digest.ZERO : RowTree.rootOfLeaves(chunkOutputs);
  }
}
