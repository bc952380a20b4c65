package io.peerz.inference.serve;

import io.peerz.inference.wire.ServerMessage;
import java.math.BigInteger;

/** A chunk with its receipt, kept until the next one closes, in case the client asks again. */
record ClosedChunk(Chunk chunk, ServerMessage.Receipt receipt, BigInteger amountWei, boolean paid) {
  ClosedChunk asPaid() {
    return new ClosedChunk(chunk, receipt, amountWei, true);
  }
}
