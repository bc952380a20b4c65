package io.peerz.inference.serve;

import io.peerz.inference.wire.ServerMessage;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * A chunk on its way to a receipt and to its pay, kept for a while in case the client asks again.
 * Guarded by its {@link SessionTill}.
 */
final class ClosedChunk {
  private final Chunk chunk;
  private final ReceiptDraft draft;
  private final BigInteger amountWei;
  private Optional<ServerMessage.Receipt> receipt = Optional.empty();
  private boolean paid;

  /**
   * @param draft all but the receipt before it
   */
  ClosedChunk(Chunk chunk, ReceiptDraft draft, BigInteger amountWei) {
    this.chunk = chunk;
    this.draft = draft;
    this.amountWei = amountWei;
  }

  Chunk chunk() {
    return chunk;
  }

  ReceiptDraft draft() {
    return draft;
  }

  BigInteger amountWei() {
    return amountWei;
  }

  List<Digest> outputLeaves() {
    return chunk.outputLeaves();
  }

  Optional<ServerMessage.Receipt> receipt() {
    return receipt;
  }

  void issued(ServerMessage.Receipt signed) {
    receipt = Optional.of(signed);
  }

  boolean paid() {
    return paid;
  }

  void markPaid() {
    paid = true;
  }
}
