package io.peerz.inference.serve;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;
import static io.peerz.proof.error.ErrorCode.MODEL_NOT_FOUND;
import static io.peerz.proof.error.ErrorCode.PROMPT_TOO_LONG;

import io.peerz.inference.cache.KvCache;
import io.peerz.inference.weights.ShardAdapter;
import io.peerz.inference.wire.ClientMessage;
import io.peerz.inference.wire.Quote;
import io.peerz.proof.encode.Domain;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Opens, parks and ends sessions. Its methods may read the chain: call them on virtual threads. */
final class SessionDesk {
  private final Map<ServedShard, EngineLoop> shards;
  private final SessionTable table;
  private final ChannelBook channels;
  private final RingTable rings;
  private final SessionDuties duties;
  private final Domain paymentChannels;
  private final AdapterSource adapters;

  SessionDesk(
      Map<ServedShard, EngineLoop> shards,
      SessionTable table,
      ChannelBook channels,
      RingTable rings,
      SessionDuties duties,
      Domain paymentChannels,
      AdapterSource adapters) {
    this.rings = rings;
    this.shards = shards;
    this.table = table;
    this.channels = channels;
    this.duties = duties;
    this.paymentChannels = paymentChannels;
    this.adapters = adapters;
  }

  /** Finds the session, or makes it. The caller's stream is attached afterwards. */
  HopSession open(ClientMessage.Open open) {
    ServedShard shard = shardOf(open);
    requireAcceptable(open, shard);
    ChannelTerms terms = channels.lookUp(open.channelId());
    Requester requester = Requester.of(open, duties.nodeId(), terms.collateral(), paymentChannels);
    duties.admission().toSession(terms.collateral(), requester);
    Optional<HopSession> waiting = table.attach(open);
    return waiting.orElseGet(() -> create(open, shard, terms, requester));
  }

  /** How fast a session will be served while those that are open now go on. */
  Quote quote(HopSession session) {
    ServiceMeter meter = session.meter();
    return new Quote(
        meter.prefillNanosPerLayerToken(),
        meter.decodeNanosPerLayerToken(),
        Math.max(meter.queuedTokens(), table.size() - 1));
  }

  /** The stream is gone: the session waits for another one. */
  void park(HopSession session) {
    table.detach(session);
  }

  /** Ends a session whose stream is attached. */
  void end(HopSession session) {
    table.remove(session.open());
    release(session);
  }

  /** Ends the sessions that waited too long. */
  void endIdle(Duration idle) {
    table.takeIdle(idle).forEach(this::release);
  }

  /** Joins a session to a ring: connects to the next hop. */
  void joinRing(HopSession session, ClientMessage.Ring ring, Duration idleTimeout) {
    rings.join(session, ring, idleTimeout);
  }

  /** Takes a session out of its ring, if it is in one. */
  boolean leaveRing(HopSession session) {
    return rings.leave(session);
  }

  boolean isInRing(HopSession session) {
    return rings.isIn(session);
  }

  /** Where the work of a session in a ring comes in. */
  RingIntake intake(HopSession session) {
    return rings.intake(session);
  }

  private void release(HopSession session) {
    rings.leave(session);
    session.close();
    channels.close(session.open().channelId(), session.till().paidChunks(), session.owesWork());
  }

  private HopSession create(
      ClientMessage.Open open, ServedShard shard, ChannelTerms terms, Requester requester) {
    try {
      Optional<ShardAdapter> adapter = open.adapter().map(ref -> adapters.find(ref, shard));
      KvCache cache = shard.engine().openCache(open.maxPositions());
      ChannelAccount account = channels.open(terms);
      HopSession session =
          new HopSession(
              open,
              shard,
              new HopState(shards.get(shard), cache, adapter),
              account,
              requester,
              duties);
      table.put(session);
      rings.expect(session);
      return session;
    } catch (RuntimeException e) {
      table.remove(open);
      throw e;
    }
  }

  private ServedShard shardOf(ClientMessage.Open open) {
    return shards.keySet().stream()
        .filter(shard -> shard.id().equals(open.shard()))
        .findFirst()
        .orElseThrow(
            () ->
                new PeerzException(
                    MODEL_NOT_FOUND,
                    "this node does not serve layers "
                        + open.shard().layerStart()
                        + " to "
                        + open.shard().layerEnd()
                        + " of model "
                        + open.shard().modelId().shortHex()
                        + "; ask it what it serves"));
  }

  private static void requireAcceptable(ClientMessage.Open open, ServedShard shard) {
    Require.that(
        open.pricePerGcuWei().compareTo(shard.pricePerGcuWei()) >= 0,
        BAD_REQUEST,
        "the price is now " + shard.pricePerGcuWei() + " wei per GCU; ask for a new quote");
    Require.range(
        PROMPT_TOO_LONG, "max_positions", open.maxPositions(), 1, shard.engine().maxPositions());
    Require.that(
        !open.auditable() || shard.engine().geometry().isExact(),
        BAD_REQUEST,
        "this shard computes within a tolerance, so its receipts cannot be audited; open the"
            + " session without");
    int vocab = shard.engine().geometry().vocab();
    Require.that(
        open.earlierTokens().size() <= open.maxPositions()
            && open.earlierTokens().stream().allMatch(id -> id >= 0 && id < vocab),
        BAD_REQUEST,
        "earlier tokens must be ids of the vocabulary, fewer than the positions");
    open.sampling()
        .ifPresent(
            params ->
                Require.that(
                    params.hash().equals(open.samplingHash()),
                    ErrorCode.BAD_REQUEST,
                    "the sampling parameters do not hash to sampling_hash"));
  }
}
