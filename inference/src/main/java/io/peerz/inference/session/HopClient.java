package io.peerz.inference.session;

import static io.peerz.proof.error.ErrorCode.PEER_MISBEHAVED;

import com.google.protobuf.ByteString;
import io.peerz.inference.route.Hop;
import io.peerz.inference.wire.ClientMessage;
import io.peerz.inference.wire.RowBytes;
import io.peerz.inference.wire.ServerMessage;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.peerz.proof.receipt.InferenceReceipt;
import io.peerz.proof.sign.Signature;
import io.peerz.proof.voucher.SignedVoucher;
import java.util.List;
import java.util.function.Supplier;

/**
 * One hop of a running session: sends steps, checks what comes back, pays. Whatever the node does
 * wrong becomes {@link HopFailed}; what the purse refuses does not. Owned by the session's thread.
 */
final class HopClient {
  private final Hop hop;
  private final boolean head;
  private final int rowBytes;
  private final int vocab;
  private final HopConversation conversation;
  private final HopLedger ledger;
  private final Lateness lateness;
  private final Purse purse;
  private boolean receiptDue;

  HopClient(
      Hop hop,
      GenerationRequest request,
      HopConversation conversation,
      HopLedger ledger,
      Promise promise,
      Purse purse) {
    this.hop = hop;
    this.head = request.drawsAt(hop.layerEnd());
    this.rowBytes = request.geometry().dModel() * Float.BYTES;
    this.vocab = request.geometry().vocab();
    this.conversation = conversation;
    this.ledger = ledger;
    this.lateness = new Lateness(promise);
    this.purse = purse;
  }

  Hop hop() {
    return hop;
  }

  /** Computes one step; the result is checked for its shape. */
  ServerMessage.StepResult step(StepInput input, boolean sample, boolean closeChunk)
      throws HopFailed {
    return guarded(
        () -> {
          long asked = System.nanoTime();
          ServerMessage.StepResult result =
              conversation.ask(
                  stepMessage(input, sample, closeChunk), ServerMessage.StepResult.class);
          lateness.step(input.positions(), System.nanoTime() - asked);
          requireShape(result, input, sample);
          ledger.computed(input, outputs(result));
          receiptDue = closeChunk;
          return result;
        });
  }

  /** Asks for the receipt of what was computed since the last one, if anything was. */
  void closeChunk() {
    if (!ledger.chunkIsEmpty() && !receiptDue) {
      conversation.send(
          new ClientMessage.Step(ledger.seq(), 0, List.of(), ByteString.EMPTY, false, true));
      receiptDue = true;
    }
  }

  /** Checks the receipt that is due, if one is, countersigns it and pays. */
  void settle() throws HopFailed {
    if (!receiptDue) {
      return;
    }
    ServerMessage.Receipt signed =
        guarded(
            () -> {
              ServerMessage.Receipt receipt = conversation.receive(ServerMessage.Receipt.class);
              ledger.check(receipt);
              return receipt;
            });
    receiptDue = false;
    InferenceReceipt receipt = signed.signed().receipt();
    boolean onTime = lateness.endChunk();
    SignedVoucher voucher = purse.pay(ledger.payment(receipt));
    Signature countersignature = purse.countersign(ledger.deliveryDigest(receipt, onTime));
    conversation.send(new ClientMessage.Pay(receipt.seq(), onTime, countersignature, voucher));
    ledger.paid(signed.signed().countersigned(onTime, countersignature));
  }

  /** Ends the session and waits until the node has taken the last payment. */
  void close() throws HopFailed {
    guarded(() -> conversation.ask(new ClientMessage.Close(), ServerMessage.Closed.class));
    conversation.cut();
  }

  /** Drops the stream at once. */
  void cut() {
    conversation.cut();
  }

  HopReport report() {
    return ledger.report();
  }

  private ClientMessage.Step stepMessage(StepInput input, boolean sample, boolean closeChunk) {
    return new ClientMessage.Step(
        ledger.seq(), input.posStart(), input.tokens(), input.rows(), sample, closeChunk);
  }

  private void requireShape(ServerMessage.StepResult result, StepInput input, boolean sample) {
    int wantedBytes = head ? 0 : input.positions() * rowBytes;
    Require.that(
        result.posStart() == input.posStart()
            && result.rows().size() == wantedBytes
            && result.tokens().size() == (sample ? 1 : 0)
            && result.tokens().stream().allMatch(token -> token >= 0 && token < vocab),
        PEER_MISBEHAVED,
        "node "
            + hop.offer().nodeId().shortHex()
            + " answered another step than it was sent; try another node");
  }

  private List<byte[]> outputs(ServerMessage.StepResult result) {
    return head
        ? result.tokens().stream().map(RowBytes::ofToken).toList()
        : RowBytes.split(result.rows(), rowBytes);
  }

  private static <T> T guarded(Supplier<T> work) throws HopFailed {
    try {
      return work.get();
    } catch (PeerzException e) {
      throw HopFailed.unlessCancelled(e);
    }
  }
}
