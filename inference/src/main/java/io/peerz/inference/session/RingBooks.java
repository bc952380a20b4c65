package io.peerz.inference.session;

import static io.peerz.proof.error.ErrorCode.BAD_RECEIPT;

import io.peerz.inference.route.Hop;
import io.peerz.inference.wire.ServerMessage;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import java.time.Duration;
import java.util.List;

/**
 * What the client of a ring knows of the rows that it never sees: tokens at both ends, and between
 * two hops what the earlier one signed.
 *
 * @param punctuality when tokens and receipts came
 * @param sampledFrom the first position whose token this ring sampled
 * @param patience how long a receipt may wait for the one of the hop before
 */
record RingBooks(
    LeafLines lines,
    Punctuality punctuality,
    int layers,
    int sampledFrom,
    int maxPositions,
    Duration patience) {

  /** Leaves that must have gone into a hop. */
  List<Digest> inputs(Hop hop, int start, int end) {
    return lines.before(hop.layerStart()).await(start, end, patience);
  }

  /** Leaves that a hop must have put out: what it says, or the tokens that it sampled. */
  List<Digest> outputs(Hop hop, int start, int end, ServerMessage.Receipt receipt) {
    if (hop.layerEnd() == layers) {
      int from = Math.max(start + 1, sampledFrom);
      return from > end ? List.of() : lines.before(0).await(from, end + 1, patience);
    }
    Require.that(
        receipt.outputLeaves().size() == end - start,
        BAD_RECEIPT,
        "its receipt has leaves for another number of positions; it is not paid");
    return receipt.outputLeaves();
  }

  /** A hop signed for its output: the next one's input is known. */
  void signed(Hop hop, int start, List<Digest> outputs) {
    if (hop.layerEnd() < layers) {
      lines.before(hop.layerEnd()).put(start, outputs);
    }
  }
}
