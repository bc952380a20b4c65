package io.peerz.inference.wire;

import com.google.protobuf.ByteString;
import io.peerz.inference.sample.SamplingParams;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.ShardId;
import io.peerz.proof.sign.Signature;
import io.peerz.proof.voucher.Delegation;
import io.peerz.proof.voucher.SignedVoucher;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** What a client says on a session stream, after the codec has checked it. */
public sealed interface ClientMessage {

  /**
   * Begins a session, or goes on with one that lost its stream.
   *
   * @param maxPositions the cache the session needs
   * @param pricePerGcuWei the price the client agreed to
   * @param proof by the payer or its session key, over {@link SessionIds#openDigest}
   * @param sampling present for the head shard, which samples
   * @param adapter what the session runs through beside the base
   * @param earlierTokens tokens of the answer that another head sampled before this session
   * @param ringKey what the hop before must show to push into this session
   */
  record Open(
      Digest channelId,
      Digest payerNonce,
      Digest samplingHash,
      ShardId shard,
      int maxPositions,
      BigInteger pricePerGcuWei,
      Signature proof,
      Optional<Delegation> delegation,
      Optional<SamplingParams> sampling,
      Optional<AdapterRef> adapter,
      List<Integer> earlierTokens,
      boolean auditable,
      Optional<Digest> ringKey)
      implements ClientMessage {

    public Digest sessionId() {
      return SessionIds.sessionId(channelId, payerNonce, samplingHash, adapter);
    }
  }

  /**
   * Positions to compute: token ids for the first shard, rows for the others. Without any, it only
   * closes the chunk.
   *
   * @param rows (positions, dModel) float32 little-endian
   * @param drafts in a ring, guesses of the tokens that follow; rows for them stand behind the
   *     others
   */
  record Step(
      long seq,
      int posStart,
      List<Integer> tokens,
      ByteString rows,
      boolean sample,
      boolean closeChunk,
      List<Integer> drafts)
      implements ClientMessage {

    /** Without guesses. */
    public Step(
        long seq,
        int posStart,
        List<Integer> tokens,
        ByteString rows,
        boolean sample,
        boolean closeChunk) {
      this(seq, posStart, tokens, rows, sample, closeChunk, List.of());
    }

    public boolean isEmpty() {
      return tokens.isEmpty() && rows.isEmpty();
    }
  }

  /**
   * Accepts the receipt of a chunk and pays for it.
   *
   * @param onTime what the requester measured
   * @param requesterSig over the {@code Delivery} of the receipt
   */
  record Pay(long seq, boolean onTime, Signature requesterSig, SignedVoucher voucher)
      implements ClientMessage {}

  /** Ends the session. */
  record Close() implements ClientMessage {}

  /**
   * Joins an open session to a ring.
   *
   * @param next where the outputs go; the first hop, behind the last
   * @param previousSigner who signs for the hop before; empty at the first hop
   * @param chunkTokens the sampling hop closes a chunk after so many tokens
   * @param stopTokens the sampling hop stops after any of these
   * @param maxDrafts how many tokens the first hop may guess ahead
   */
  record Ring(
      RingSeat next,
      Optional<Address> previousSigner,
      int chunkTokens,
      List<Integer> stopTokens,
      int maxDrafts)
      implements ClientMessage {
    public Ring {
      stopTokens = List.copyOf(stopTokens);
    }
  }

  /**
   * Stops a ring here and asks for the receipt of what was computed.
   *
   * @param confirmed positions below this one are part of the answer
   */
  record Halt(int confirmed) implements ClientMessage {}

  /** Asks for a sign of life. */
  record Ping() implements ClientMessage {}
}
