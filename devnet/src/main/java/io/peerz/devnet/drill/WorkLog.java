package io.peerz.devnet.drill;

import io.peerz.audit.replay.Evidence;
import io.peerz.inference.engine.exact.ExactEngine;
import io.peerz.inference.wire.RowBytes;
import io.peerz.proof.commit.RowLog;
import io.peerz.proof.commit.RowTree;
import io.peerz.proof.cost.MacFormula;
import io.peerz.proof.cost.Price;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.receipt.InferenceReceipt;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A session of one node on layers 0:2: chunks of tokens, computed honestly or not, and receipts.
 */
public final class WorkLog {
  /** Positions of one chunk. */
  public static final int CHUNK = 8;

  private static final BigInteger PRICE_PER_GCU_WEI = BigInteger.TEN.pow(18);

  private final Parties parties;
  private final Cheat cheat;
  private final ExactEngine engine;
  private final ExactEngine embedder;
  private final RowLog inputs = new RowLog();
  private final List<byte[]> inputRows = new ArrayList<>();
  private int[] tokens = new int[0];
  private BigInteger cumulativeMacs = BigInteger.ZERO;
  private Digest previous = Digest.ZERO;

  /** Who works for whom, in which session. */
  public record Parties(Digest nodeId, Digest channelId, Digest modelId, Digest sessionId) {}

  /** One chunk: the receipt that the node would sign, and what shows whether it is true. */
  public record Chunk(InferenceReceipt receipt, Evidence evidence, List<byte[]> outputs) {
    public Chunk {
      outputs = List.copyOf(outputs);
    }
  }

  public WorkLog(Parties parties, Cheat cheat, ExactEngine engine, ExactEngine embedder) {
    this.parties = parties;
    this.cheat = cheat;
    this.engine = engine;
    this.embedder = embedder;
  }

  /** Computes the next chunk; its tokens follow from the session and the position. */
  public Chunk next(long epoch, long nowSeconds) {
    int from = tokens.length;
    tokens = Arrays.copyOf(tokens, from + CHUNK);
    for (int position = from; position < tokens.length; position++) {
      tokens[position] = token(position);
      inputRows.add(RowBytes.ofToken(tokens[position]));
      inputs.append(inputRows.getLast());
    }
    // From the second chunk on: a cached first chunk is a true one.
    List<byte[]> outputs = cheat.outputs(engine, embedder, tokens, from);
    Digest salt = Keccak.hash(parties.sessionId().bytes(), number(from));
    InferenceReceipt receipt = receipt(from, outputs, salt, epoch, nowSeconds);
    cumulativeMacs = receipt.cumulativeMacs();
    previous = receipt.structHash();
    return new Chunk(receipt, new Evidence(receipt, inputRows, salt), outputs);
  }

  /** The same node's next session: a session must not outgrow the model's context. */
  WorkLog freshSession() {
    Digest session = Keccak.hash(parties.sessionId().bytes());
    return new WorkLog(
        new Parties(parties.nodeId(), parties.channelId(), parties.modelId(), session),
        cheat,
        engine,
        embedder);
  }

  /** The same receipt with another cost. */
  static InferenceReceipt withMacs(InferenceReceipt r, BigInteger macs) {
    return changed(r, macs, r.outCommit());
  }

  /** The same receipt with another output. */
  public static InferenceReceipt withOutput(InferenceReceipt r, Digest outCommit) {
    return changed(r, r.macs(), outCommit);
  }

  private static InferenceReceipt changed(InferenceReceipt r, BigInteger macs, Digest outCommit) {
    return new InferenceReceipt(
        r.nodeId(),
        r.sessionId(),
        r.channelId(),
        r.modelId(),
        r.seq(),
        r.layerStart(),
        r.layerEnd(),
        r.posStart(),
        r.tokens(),
        r.flags(),
        macs,
        r.cumulativeMacs().max(macs),
        r.cumulativeAmountWei(),
        r.inDigest(),
        outCommit,
        r.prevReceipt(),
        r.epoch(),
        r.issuedAtSeconds());
  }

  private InferenceReceipt receipt(
      int from, List<byte[]> outputs, Digest salt, long epoch, long nowSeconds) {
    BigInteger macs =
        BigInteger.valueOf(MacFormula.forward(embedder.geometry(), 0, 2, from, CHUNK, false));
    BigInteger total = cumulativeMacs.add(macs);
    return new InferenceReceipt(
        parties.nodeId(),
        parties.sessionId(),
        parties.channelId(),
        parties.modelId(),
        from / CHUNK,
        0,
        2,
        from,
        CHUNK,
        InferenceReceipt.FLAG_AUDITABLE,
        macs,
        total,
        Price.amountWei(total, PRICE_PER_GCU_WEI),
        inputs.root(),
        RowTree.salted(salt, RowTree.rootOf(outputs)),
        previous,
        epoch,
        nowSeconds);
  }

  private int token(int position) {
    byte[] random = Keccak.hash(parties.sessionId().bytes(), number(position)).bytes();
    return Math.floorMod(ByteBuffer.wrap(random).getInt(), embedder.geometry().vocab());
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }
}
