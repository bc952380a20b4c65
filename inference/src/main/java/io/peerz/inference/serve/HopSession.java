package io.peerz.inference.serve;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;
import static io.peerz.proof.error.ErrorCode.PROMPT_TOO_LONG;

import com.google.protobuf.ByteString;
import io.peerz.inference.cache.KvCache;
import io.peerz.inference.engine.ShardEngine;
import io.peerz.inference.evidence.KeptChunk;
import io.peerz.inference.grammar.AnswerGuard;
import io.peerz.inference.sample.SamplingParams;
import io.peerz.inference.sample.TokenCounts;
import io.peerz.inference.weights.ShardAdapter;
import io.peerz.inference.wire.ClientMessage;
import io.peerz.inference.wire.RowBytes;
import io.peerz.inference.wire.ServerMessage;
import io.peerz.proof.commit.RowTree;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.receipt.InferenceReceipt;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * One session on this node's shard: its cache, where it stands, what it computed. Owned by the
 * thread that brings it steps: that of the stream attached to it, or its {@link RingSession}'s.
 * Receipts and pay are its {@link SessionTill}'s.
 */
final class HopSession {
  /** Sampled tokens in one chunk: bounds what a payer can take before the first receipt. */
  private static final int MAX_SAMPLED_PER_CHUNK = 64;

  /**
   * A computed step whose rows the books do not have yet.
   *
   * @param prompt leaves of what went in, where they were needed before
   * @param certain how many of its positions are part of the text, whatever becomes of its guesses
   */
  record Computed(
      EngineInput input, List<Digest> prompt, ServerMessage.StepResult result, int certain) {
    List<Digest> inputLeaves() {
      return prompt.isEmpty() ? input.leaves() : prompt;
    }
  }

  private final ClientMessage.Open open;
  private final EngineLoop loop;
  private final KvCache cache;
  private final Optional<ShardAdapter> adapter;
  private final ChannelAccount account;
  private final Requester requester;
  private final SessionDuties duties;
  private final SessionTill till;
  private final BigInteger pricePerGcuWei;
  private final boolean draws;
  private final WorkBill bill;
  private final InputBook inputs = new InputBook();
  private final TokenCounts earlierTokens = new TokenCounts();
  private final Optional<AnswerGuard> guard;
  private final Guesses guesses = new Guesses();
  private final PrefixKeys prefix;
  private Chunk chunk = new Chunk(0, 0);
  private volatile int reached;
  private volatile boolean working;

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
    this.duties = duties;
    this.till = new SessionTill(duties, account, requester);
    this.pricePerGcuWei = shard.pricePerGcuWei();
    this.draws = shard.engine().hasHead() && open.sampling().isPresent();
    this.bill = new WorkBill(shard.engine(), shard.pricePerGcuWei(), draws);
    open.earlierTokens().forEach(earlierTokens::add);
    this.guard = shard.guard(open);
    this.prefix = new PrefixKeys(account.collateral().payer(), open.adapter());
  }

  ClientMessage.Open open() {
    return open;
  }

  SessionTill till() {
    return till;
  }

  /** Positions computed so far; any thread. */
  int position() {
    return reached;
  }

  BigInteger pricePerGcuWei() {
    return pricePerGcuWei;
  }

  ServiceMeter meter() {
    return loop.meter();
  }

  ChannelAccount account() {
    return account;
  }

  /** A sign of life; any thread. */
  ServerMessage.Pong pong() {
    return new ServerMessage.Pong(reached, working, !till.hasRoom());
  }

  /** Positions that the session may reach. */
  int capacity() {
    return cache.capacity();
  }

  int layers() {
    return loop.engine().layerEnd() - loop.engine().layerStart();
  }

  int modelLayers() {
    return loop.engine().geometry().layers();
  }

  boolean isFirst() {
    return loop.engine().hasEmbedding();
  }

  /**
   * Whether tokens come out of it. The last shard of a session that was opened without sampling
   * parameters gives its rows, as every other shard does.
   */
  boolean isHead() {
    return draws;
  }

  boolean beginsChunk() {
    return chunk.isEmpty();
  }

  /** Work was done that nobody has paid. */
  boolean owesWork() {
    return !chunk.isEmpty() || till.closedChunks() > till.paidChunks();
  }

  /** Computes a step for a client that relays, or repeats the answer. Blocks on the engine. */
  void step(ClientMessage.Step step) {
    Require.that(step.drafts().isEmpty(), BAD_REQUEST, "guesses belong into a ring");
    Optional<ClosedChunk> closed = till.find(step.seq());
    if (closed.isPresent()) {
      repeatClosed(step, closed.get());
      return;
    }
    Require.that(
        step.seq() == chunk.seq(),
        BAD_REQUEST,
        "step is for chunk " + step.seq() + " but chunk " + chunk.seq() + " comes next");
    if (!step.isEmpty()) {
      Optional<StepRecord> before = chunk.computed(step);
      till.send(before.map(StepRecord::result).orElseGet(() -> computeAndRemember(step)));
    }
    if (step.closeChunk()) {
      closeChunk(inputs -> {}, receipt -> till.send(receipt.withLeaves(List.of())));
    }
  }

  /** Computes a step; {@link #book} must follow. Blocks on the engine. */
  Computed compute(ClientMessage.Step step, AnswerEnd end) {
    forgetFrom(step.posStart());
    EngineInput input = EngineInput.of(step, loop.engine());
    requireAllowed(step, input);
    boolean isPrompt = prefix.mayExtend(step.posStart(), input.positions()) && input.drafts() == 0;
    List<Digest> prompt = isPrompt ? input.leaves() : List.of();
    EngineWork.Owner owner =
        new EngineWork.Owner(
            account.collateral().payer(), isPrompt ? prefix.extend(prompt) : List.of());
    EngineOutput output =
        run(new EngineWork(cache, adapter, input, sampling(step, input, end), owner));
    int certain = input.positions() - input.drafts();
    if (isHead()) { // which has seen what became of the guesses
      certain += Math.max(0, output.tokens().size() - 1);
      cache.truncate(step.posStart() + certain);
    }
    reached = cache.length();
    return new Computed(input, prompt, result(step, output), certain);
  }

  /** Commits to what went in and what came out, as far as it is certain. */
  void book(Computed computed) {
    bookGuesses();
    ServerMessage.StepResult result = computed.result();
    List<byte[]> in = computed.input().logRows();
    List<Digest> leaves = computed.inputLeaves();
    List<byte[]> out = outputRows(result);
    int certain = computed.certain();
    if (isHead()) {
      book(in.subList(0, certain), leaves, out, result.tokens().size());
    } else {
      book(in.subList(0, certain), leaves, out.subList(0, certain), 0);
      guesses.add(in.subList(certain, in.size()), out.subList(certain, out.size()));
    }
  }

  /** The text goes up to this position for certain, and nothing more comes. */
  void end(int confirmed) {
    forgetFrom(Math.max(confirmed, reached - guesses.size()));
    bookGuesses();
  }

  /**
   * Hands the chunk to the till and begins the next.
   *
   * @param mayBeSigned looks at the inputs on the till's lane, and throws where they are disputed
   * @param onIssued hears the receipt on the till's lane
   */
  void closeChunk(
      Consumer<InputBook.Inputs> mayBeSigned, Consumer<ServerMessage.Receipt> onIssued) {
    Require.that(!chunk.isEmpty(), BAD_REQUEST, "the chunk has no positions to give a receipt for");
    BigInteger macs = bill.macs(chunk.posStart(), chunk.positions());
    ClosedChunk closed = new ClosedChunk(chunk, draft(macs), bill.chunkWei(macs));
    InputBook.Inputs taken = inputs.take(chunk.posStart());
    bill.add(macs);
    chunk = new Chunk(chunk.seq() + 1, cache.length());
    till.close(
        closed,
        () -> mayBeSigned.accept(taken),
        receipt -> {
          duties.work().keep(kept(receipt, closed.draft().outputRoot(), taken.rows()));
          onIssued.accept(receipt);
        });
  }

  private KeptChunk kept(ServerMessage.Receipt receipt, Digest outputRoot, List<byte[]> rows) {
    return new KeptChunk(receipt.signed(), receipt.salt(), outputRoot, open.adapter(), rows);
  }

  /** Refuses seals that the hop before did not sign. */
  void requireSignedBy(Address signer, List<ServerMessage.Receipt> seals) {
    seals.forEach(seal -> duties.issuer().requireSignedBy(signer, seal));
  }

  /** Frees the cache; no step may be under way. */
  void close() {
    till.close();
    cache.close();
  }

  private ServerMessage.StepResult computeAndRemember(ClientMessage.Step step) {
    if (chunk.isEmpty()) {
      till.requireRoom();
    }
    Computed computed = compute(step, AnswerEnd.ONE_TOKEN);
    book(computed);
    chunk.remember(StepRecord.of(step, computed.result()));
    return computed.result();
  }

  private void repeatClosed(ClientMessage.Step step, ClosedChunk last) {
    if (!step.isEmpty()) {
      StepRecord record =
          last.chunk()
              .computed(step)
              .orElseThrow(
                  () ->
                      new PeerzException(
                          BAD_REQUEST, "chunk " + step.seq() + " is closed; begin the next one"));
      till.send(record.result());
    }
    if (step.closeChunk()) {
      till.repeatReceipt(last);
    }
  }

  /** Where a step begins says how many of the guesses before it came true. */
  private void forgetFrom(int position) {
    int certain = reached - guesses.size();
    if (position >= certain && position < reached) {
      guesses.keep(position - certain);
      cache.truncate(position);
      reached = position;
    }
  }

  private void bookGuesses() {
    List<byte[]> in = guesses.inputs();
    book(in, RowTree.leaves(in), guesses.outputs(), 0);
    guesses.keep(0);
  }

  private void book(List<byte[]> rows, List<Digest> leaves, List<byte[]> out, int sampled) {
    for (int i = 0; i < rows.size(); i++) {
      inputs.append(rows.get(i), leaves.get(i));
    }
    chunk.add(rows.size(), sampled, out.stream().map(RowTree::leafOf).toList());
  }

  private void requireAllowed(ClientMessage.Step step, EngineInput input) {
    int positions = input.positions();
    Require.that(
        step.posStart() == reached,
        BAD_REQUEST,
        "step begins at position " + step.posStart() + " but " + reached + " comes next");
    Require.that(
        positions <= cache.capacity() - reached,
        PROMPT_TOO_LONG,
        "the session was opened for " + cache.capacity() + " positions; open a longer one");
    Require.that(
        input.drafts() == 0 || !step.closeChunk(),
        BAD_REQUEST,
        "nothing is guessed behind the end of a chunk");
    Require.that(
        input.drafts() == 0 || open.sampling().map(SamplingParams::mayBeGuessed).orElse(true),
        BAD_REQUEST,
        "answers of a format or with probabilities are drawn one token at a time");
    int chunkPositions = chunk.positions() + guesses.size() + positions - input.drafts();
    Require.that(
        chunkPositions <= duties.maxChunkPositions()
            && chunk.sampledTokens() + input.drafts() < MAX_SAMPLED_PER_CHUNK,
        BAD_REQUEST,
        "the chunk is full; close it and pay its receipt");
    if (chunk.isEmpty() && chunk.seq() > 0) {
      duties.admission().toChunk(account, requester);
    }
    account.requireFunds(
        bill.chunkWei(bill.macs(chunk.posStart(), chunkPositions)).add(till.unpaidWei()));
  }

  private Optional<EngineWork.Sampling> sampling(
      ClientMessage.Step step, EngineInput input, AnswerEnd end) {
    if (!step.sample() || (open.ringKey().isPresent() && !isHead())) {
      return Optional.empty();
    }
    Require.that(
        isHead(), BAD_REQUEST, "only the last shard samples, with the parameters given at open");
    return Optional.of(
        new EngineWork.Sampling(
            open.sampling().get(),
            earlierTokens,
            guard,
            step.posStart() + (long) input.positions() - input.drafts(),
            step.drafts(),
            end));
  }

  /** A step that fails leaves the session where it was. */
  private EngineOutput run(EngineWork work) {
    int before = cache.length();
    working = true;
    try {
      loop.submit(work);
      return work.outcome().get();
    } catch (ExecutionException e) {
      cache.truncate(before); // the forward pass may have succeeded and the draw failed
      if (e.getCause() instanceof PeerzException known) {
        throw known;
      }
      throw new PeerzException(ErrorCode.BUG, "the engine failed; try another node", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeerzException(
          ErrorCode.PEER_UNREACHABLE, "the node is stopping; choose another node", e);
    } finally {
      working = false;
    }
  }

  private ServerMessage.StepResult result(ClientMessage.Step step, EngineOutput output) {
    List<Integer> tokens = output.tokens();
    tokens.forEach(earlierTokens::add);
    guard.ifPresent(following -> tokens.forEach(following::add));
    ByteString rows = isHead() ? ByteString.EMPTY : RowBytes.of(output.rows());
    return new ServerMessage.StepResult(
        step.posStart(),
        rows,
        tokens,
        output.queueNanos() / 1_000,
        output.computeNanos() / 1_000,
        output.logprobs());
  }

  private List<byte[]> outputRows(ServerMessage.StepResult result) {
    return isHead()
        ? result.tokens().stream().map(RowBytes::ofToken).toList()
        : RowBytes.split(result.rows(), loop.engine().geometry().dModel() * Float.BYTES);
  }

  private ReceiptDraft draft(BigInteger macs) {
    ShardEngine engine = loop.engine();
    int flags =
        (draws ? InferenceReceipt.FLAG_HEAD : 0)
            | (open.auditable() ? InferenceReceipt.FLAG_AUDITABLE : 0)
            | engine.geometry().profile() << InferenceReceipt.PROFILE_SHIFT;
    return new ReceiptDraft(
        duties.nodeId(),
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
        Digest.ZERO);
  }
}
