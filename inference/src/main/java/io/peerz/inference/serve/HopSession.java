package io.peerz.inference.serve;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;
import static io.peerz.proof.error.ErrorCode.PROMPT_TOO_LONG;
import static io.peerz.proof.error.ErrorCode.UNPAID;

import com.google.protobuf.ByteString;
import io.peerz.inference.cache.KvCache;
import io.peerz.inference.engine.ShardEngine;
import io.peerz.inference.sample.TokenCounts;
import io.peerz.inference.weights.ShardAdapter;
import io.peerz.inference.wire.ClientMessage;
import io.peerz.inference.wire.RowBytes;
import io.peerz.inference.wire.ServerMessage;
import io.peerz.proof.commit.RowLog;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import io.peerz.proof.receipt.InferenceReceipt;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * One session on this node's shard: its cache, where it stands, what it owes. Owned by the thread
 * of the stream that is attached to it; {@link SessionTable} hands it from one stream to the next.
 *
 * <p>Work is at most one chunk ahead of payment: the first step of a chunk is refused while the
 * chunk before is unpaid.
 */
final class HopSession {
  /** Sampled tokens in one chunk: bounds what a payer can take before the first receipt. */
  private static final int MAX_SAMPLED_PER_CHUNK = 64;

  private final ClientMessage.Open open;
  private final EngineLoop loop;
  private final KvCache cache;
  private final Optional<ShardAdapter> adapter;
  private final ChannelAccount account;
  private final Requester requester;
  private final Admission admission;
  private final ReceiptIssuer issuer;
  private final Cashier cashier;
  private final Digest nodeId;
  private final int maxChunkPositions;
  private final BigInteger pricePerGcuWei;
  private final WorkBill bill;
  private final RowLog inputs = new RowLog();
  private final TokenCounts earlierTokens = new TokenCounts();
  private Chunk chunk = new Chunk(0, 0);
  private Optional<ClosedChunk> closed = Optional.empty();

  HopSession(
      ClientMessage.Open open,
      ServedShard shard,
      HopState state,
      ChannelAccount account,
      Requester requester,
      SessionDuties duties) {
    this.open = open;
    this.loop = state.loop();
    this.cache = state.cache();
    this.adapter = state.adapter();
    this.account = account;
    this.requester = requester;
    this.admission = duties.admission();
    this.issuer = duties.issuer();
    this.cashier = duties.cashier();
    this.nodeId = duties.nodeId();
    this.maxChunkPositions = duties.maxChunkPositions();
    this.pricePerGcuWei = shard.pricePerGcuWei();
    this.bill = new WorkBill(shard.engine(), shard.pricePerGcuWei());
    open.earlierTokens().forEach(earlierTokens::add);
  }

  ClientMessage.Open open() {
    return open;
  }

  long receipts() {
    return chunk.seq();
  }

  /** Chunks that were paid. */
  long paidChunks() {
    return closed.map(last -> last.chunk().seq() + (last.paid() ? 1 : 0)).orElse(0L);
  }

  int position() {
    return cache.length();
  }

  BigInteger pricePerGcuWei() {
    return pricePerGcuWei;
  }

  ChannelAccount account() {
    return account;
  }

  /** Work was done that nobody has paid. */
  boolean owesWork() {
    return !chunk.isEmpty() || closed.map(c -> !c.paid()).orElse(false);
  }

  /** Computes a step, or repeats the answer to one that was computed. Blocks on the engine. */
  void step(ClientMessage.Step step, Consumer<ServerMessage> reply) {
    if (closed.isPresent() && step.seq() == closed.get().chunk().seq()) {
      repeatClosed(step, closed.get(), reply);
      return;
    }
    Require.that(
        step.seq() == chunk.seq(),
        BAD_REQUEST,
        "step is for chunk " + step.seq() + " but chunk " + chunk.seq() + " comes next");
    if (!step.isEmpty()) {
      Optional<StepRecord> before = chunk.computed(step);
      reply.accept(before.map(StepRecord::result).orElseGet(() -> compute(step)));
    }
    if (step.closeChunk()) {
      reply.accept(closeChunk());
    }
  }

  /** Takes the countersignature and the voucher for the last receipt. Blocks on disks. */
  void pay(ClientMessage.Pay pay) {
    Require.that(
        closed.isPresent() && pay.seq() == closed.get().chunk().seq(),
        BAD_REQUEST,
        "there is no receipt for chunk " + pay.seq() + " to pay");
    ClosedChunk due = closed.get();
    if (!due.paid()) {
      cashier.take(pay, due, account, requester);
      closed = Optional.of(due.asPaid());
    }
  }

  /** Frees the cache; no step may be under way. */
  void close() {
    cache.close();
  }

  private void repeatClosed(
      ClientMessage.Step step, ClosedChunk last, Consumer<ServerMessage> reply) {
    if (!step.isEmpty()) {
      StepRecord record =
          last.chunk()
              .computed(step)
              .orElseThrow(
                  () ->
                      new PeerzException(
                          BAD_REQUEST, "chunk " + step.seq() + " is closed; begin the next one"));
      reply.accept(record.result());
    }
    if (step.closeChunk()) {
      reply.accept(last.receipt());
    }
  }

  private ServerMessage.StepResult compute(ClientMessage.Step step) {
    ShardEngine engine = loop.engine();
    EngineInput input = EngineInput.of(step, engine);
    requireAllowed(step, input.positions());
    EngineOutput output =
        run(new EngineWork(cache, adapter, input, sampling(step, input.positions())));
    input.logRows().forEach(inputs::append);
    ServerMessage.StepResult result = result(step, output);
    chunk.add(StepRecord.of(step, result), input.positions(), outputRows(result));
    return result;
  }

  private void requireAllowed(ClientMessage.Step step, int positions) {
    Require.that(
        closed.map(ClosedChunk::paid).orElse(true),
        UNPAID,
        "chunk " + (chunk.seq() - 1) + " is not paid; pay its receipt first");
    Require.that(
        step.posStart() == position(),
        BAD_REQUEST,
        "step begins at position " + step.posStart() + " but " + position() + " comes next");
    Require.that(
        positions <= cache.capacity() - position(),
        PROMPT_TOO_LONG,
        "the session was opened for " + cache.capacity() + " positions; open a longer one");
    int chunkPositions = chunk.positions() + positions;
    Require.that(
        chunkPositions <= maxChunkPositions && chunk.sampledTokens() < MAX_SAMPLED_PER_CHUNK,
        BAD_REQUEST,
        "the chunk is full; close it and pay its receipt");
    if (chunk.isEmpty() && chunk.seq() > 0) {
      admission.toChunk(account, requester);
    }
    account.requireFunds(bill.chunkWei(bill.macs(chunk.posStart(), chunkPositions)));
  }

  private Optional<EngineWork.Sampling> sampling(ClientMessage.Step step, int positions) {
    if (!step.sample()) {
      return Optional.empty();
    }
    Require.that(
        loop.engine().hasHead() && open.sampling().isPresent(),
        BAD_REQUEST,
        "only the last shard samples, with the parameters given at open");
    return Optional.of(
        new EngineWork.Sampling(
            open.sampling().get(), earlierTokens, step.posStart() + (long) positions));
  }

  /** A step that fails leaves the session where it was. */
  private EngineOutput run(EngineWork work) {
    int before = cache.length();
    loop.submit(work);
    try {
      return work.outcome().get();
    } catch (ExecutionException e) {
      cache.truncate(before); // the forward pass may have succeeded and the draw failed
      if (e.getCause() instanceof PeerzException known) {
        throw known;
      }
      throw new PeerzException(ErrorCode.BUG, "the engine failed; try another node", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeerzException(ErrorCode.BUSY, "the node is stopping; choose another node", e);
    }
  }

  private ServerMessage.StepResult result(ClientMessage.Step step, EngineOutput output) {
    List<Integer> tokens = output.token().stream().boxed().toList();
    tokens.forEach(earlierTokens::add);
    ByteString rows = loop.engine().hasHead() ? ByteString.EMPTY : RowBytes.of(output.rows());
    return new ServerMessage.StepResult(
        step.posStart(), rows, tokens, output.queueNanos() / 1_000, output.computeNanos() / 1_000);
  }

  private List<byte[]> outputRows(ServerMessage.StepResult result) {
    return loop.engine().hasHead()
        ? result.tokens().stream().map(RowBytes::ofToken).toList()
        : RowBytes.split(result.rows(), loop.engine().geometry().dModel() * Float.BYTES);
  }

  private ServerMessage.Receipt closeChunk() {
    Require.that(!chunk.isEmpty(), BAD_REQUEST, "the chunk has no positions to give a receipt for");
    BigInteger macs = bill.macs(chunk.posStart(), chunk.positions());
    BigInteger wei = bill.chunkWei(macs);
    ServerMessage.Receipt receipt = issuer.issue(draft(macs));
    bill.add(macs);
    closed = Optional.of(new ClosedChunk(chunk, receipt, wei, false));
    chunk = new Chunk(chunk.seq() + 1, position());
    return receipt;
  }

  private ReceiptDraft draft(BigInteger macs) {
    ShardEngine engine = loop.engine();
    int flags =
        (engine.hasHead() ? InferenceReceipt.FLAG_HEAD : 0)
            | (open.auditable() ? InferenceReceipt.FLAG_AUDITABLE : 0)
            | engine.geometry().profile() << InferenceReceipt.PROFILE_SHIFT;
    return new ReceiptDraft(
        nodeId,
        open.sessionId(),
        open.channelId(),
        open.shard(),
        chunk.seq(),
        chunk.posStart(),
        chunk.positions(),
        flags,
        macs,
        bill.macsAfter(macs),
        bill.amountWeiAfter(macs),
        inputs.root(),
        chunk.outputRoot(),
        closed.map(c -> c.receipt().signed().receipt().structHash()).orElse(Digest.ZERO));
  }
}
