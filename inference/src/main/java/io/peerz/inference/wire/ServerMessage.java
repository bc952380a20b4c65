package io.peerz.inference.wire;

import static io.peerz.proof.error.ErrorCode.PEER_MISBEHAVED;

import com.google.protobuf.ByteString;
import io.peerz.inference.sample.Logprobs;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.receipt.NodeReceipt;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a shard server says on a session stream, after the codec has checked it. */
public sealed interface ServerMessage {

  /**
   * The session is there.
   *
   * @param nextSeq the chunk to go on with, zero in a new session
   * @param nextPosition the position to go on with, zero in a new session
   * @param acceptedAmountWei the highest voucher that the node holds of the channel
   * @param quote how fast the node promises to be
   */
  record Opened(
      Digest sessionId,
      long nextSeq,
      int nextPosition,
      BigInteger pricePerGcuWei,
      BigInteger acceptedAmountWei,
      BigInteger acceptedMacs,
      Quote quote)
      implements ServerMessage {}

  /**
   * The output of one step: rows, or the tokens that the head sampled: one, and one more for each
   * guess that came true.
   *
   * @param rows (positions, dModel) float32 little-endian
   * @param logprobs of the sampled token, where they were asked for
   */
  record StepResult(
      int posStart,
      ByteString rows,
      List<Integer> tokens,
      long queueMicros,
      long computeMicros,
      Optional<Logprobs> logprobs)
      implements ServerMessage {
    public StepResult(
        int posStart, ByteString rows, List<Integer> tokens, long queueMicros, long computeMicros) {
      this(posStart, rows, tokens, queueMicros, computeMicros, Optional.empty());
    }
  }

  /**
   * The receipt of the chunk that a step closed.
   *
   * @param outputLeaves in a ring, the leaf of each row that went on to the next hop; else empty
   */
  record Receipt(NodeReceipt signed, Digest salt, List<Digest> outputLeaves)
      implements ServerMessage {
    public Receipt {
      outputLeaves = List.copyOf(outputLeaves);
    }

    public Receipt withLeaves(List<Digest> leaves) {
      return new Receipt(signed, salt, leaves);
    }
  }

  /**
   * Something is refused. With a positive {@code retryAfterMillis} the session goes on and the same
   * frame may be sent again; otherwise the stream ends.
   */
  record Fault(ErrorCode code, String message, int retryAfterMillis) implements ServerMessage {

    /**
     * The same as a failure of this side. A stranger cannot make our caller or our chain guilty:
     * codes of those kinds become PEER_MISBEHAVED, but for those that the caller can act on.
     */
    public PeerzException toException(String who) {
      ErrorCode mine =
          switch (code.kind()) {
            case PEER, RESOURCE -> code;
            case CALLER, LEDGER, BUG -> ACTIONABLE.contains(code) ? code : PEER_MISBEHAVED;
          };
      return new PeerzException(mine, who + " refused: " + message);
    }

    private static final Set<ErrorCode> ACTIONABLE =
        Set.of(ErrorCode.INSUFFICIENT_FUNDS, ErrorCode.PROMPT_TOO_LONG, ErrorCode.MODEL_NOT_FOUND);
  }

  /** The session has ended; so many receipts were issued. */
  record Closed(long receipts) implements ServerMessage {}

  /** The session is part of its ring. */
  record Ringed() implements ServerMessage {}

  /** The ring has stopped here; so many receipts were issued. */
  record Halted(long receipts, int position) implements ServerMessage {}

  /**
   * A sign of life.
   *
   * @param position positions computed so far
   * @param working whether a step is being computed or waits for the engine
   * @param waitsForPay whether the next chunk waits until an earlier one is paid
   */
  record Pong(int position, boolean working, boolean waitsForPay) implements ServerMessage {}
}
