package io.peerz.devnet.demo;

import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.util.List;

/**
 * What came back from the network for one prompt.
 *
 * @param tokens ids of the answer, in order
 * @param hops the nodes that worked, first layers first
 */
public record Answer(
    String text,
    List<Integer> tokens,
    int promptTokens,
    String sessionId,
    List<Hop> hops,
    BigInteger costWei,
    long firstTokenMicros,
    long totalMicros) {

  /** One node's part, as the payer's gateway counted it. */
  public record Hop(
      Digest nodeId,
      int layerStart,
      int layerEnd,
      int receipts,
      BigInteger macs,
      BigInteger paidWei) {}

  public Answer {
    tokens = List.copyOf(tokens);
    hops = List.copyOf(hops);
  }
}
