package io.peerz.ledger.court;

import io.peerz.contracts.DisputeCourt;
import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.Contracts;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.web3j.abi.EventEncoder;
import org.web3j.abi.datatypes.Event;
import org.web3j.protocol.core.methods.response.Log;

/**
 * Reads disputes. Openings are remembered, so that only new blocks are searched; a short tail is
 * read again in case it was replaced. Blocking; safe for many threads.
 */
public final class CourtReader {
  private static final int REPLACEABLE_BLOCKS = 64;

  private final ChainClient chain;
  private final Contracts contracts;
  private final Map<Digest, Opening> openings = new LinkedHashMap<>();
  private long searchedUpTo;

  /** A dispute that was opened, and in which block. */
  private record Opening(Digest nodeId, Address challenger, long block) {}

  public CourtReader(ChainClient chain) {
    this.chain = chain;
    this.contracts = chain.contracts();
    this.searchedUpTo = contracts.deployment().deployedAtBlock();
  }

  /** Ids of all disputes against a node, oldest first. */
  public List<Digest> against(Digest nodeId) {
    return opened(opening -> opening.nodeId().equals(nodeId));
  }

  /** Ids of all disputes that an account opened, oldest first. */
  public List<Digest> by(Address challenger) {
    return opened(opening -> opening.challenger().equals(challenger));
  }

  private synchronized List<Digest> opened(Predicate<Opening> wanted) {
    long head = chain.head();
    long from =
        Math.max(contracts.deployment().deployedAtBlock(), searchedUpTo - REPLACEABLE_BLOCKS);
    openings.values().removeIf(opening -> opening.block() >= from);
    for (Log log : logs(DisputeCourt.DISPUTEOPENED_EVENT, "", from, head)) {
      DisputeCourt.DisputeOpenedEventResponse event =
          DisputeCourt.getDisputeOpenedEventFromLog(log);
      openings.put(
          Digest.of(event.disputeId),
          new Opening(
              Digest.of(event.nodeId),
              Address.ofHex(event.challenger),
              log.getBlockNumber().longValueExact()));
    }
    searchedUpTo = head;
    return openings.entrySet().stream()
        .filter(entry -> wanted.test(entry.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Names the dispute of a challenger about a receipt. */
  public Digest idOf(Digest subject, Address challenger) {
    return Digest.of(
        contracts.read(contracts.disputeCourt().disputeIdOf(subject.bytes(), challenger.hex())));
  }

  /** A dispute as it stands; at stage NONE if there is none of this id. */
  public Case find(Digest id) {
    DisputeCourt.Dispute d = contracts.read(contracts.disputeCourt().dispute(id.bytes()));
    return new Case(
        id,
        Digest.of(d.nodeId),
        Digest.of(d.subject),
        Address.ofHex(d.challenger),
        d.moveBy.longValueExact(),
        Stage.of(d.state),
        d.isUnit,
        d.lo.intValueExact(),
        d.hi.intValueExact(),
        Digest.of(d.agreed),
        Digest.of(d.claimed),
        Digest.of(d.shown));
  }

  /**
   * The digests that the defendant showed with its last move; of a step that the court cannot
   * compute, its root alone.
   */
  public List<Digest> lastShown(Digest id) {
    List<Log> moves = logs(DisputeCourt.MOVED_EVENT, id.hex());
    List<Digest> digests = new ArrayList<>();
    if (!moves.isEmpty()) {
      DisputeCourt.getMovedEventFromLog(moves.getLast())
          .digests
          .forEach(digest -> digests.add(Digest.of(digest)));
    }
    return digests;
  }

  /** The row that the defendant showed; empty before that move. */
  public Optional<byte[]> rowShown(Digest id) {
    List<Log> rows = logs(DisputeCourt.ROWSHOWN_EVENT, id.hex());
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(DisputeCourt.getRowShownEventFromLog(rows.getLast()).row);
  }

  /** How a dispute ended; empty while it runs, and where it was dismissed. */
  public Optional<Verdict> verdict(Digest id) {
    List<Log> ends = logs(DisputeCourt.DISPUTERESOLVED_EVENT, id.hex());
    if (ends.isEmpty()) {
      return Optional.empty();
    }
    DisputeCourt.DisputeResolvedEventResponse event =
        DisputeCourt.getDisputeResolvedEventFromLog(ends.getLast());
    String how = new String(event.how, StandardCharsets.US_ASCII).replace("\0", "");
    return Optional.of(new Verdict(id, event.guilty, event.slashed, how));
  }

  /** The committee's task of the dispute's present jury. */
  public Digest juryTask(Digest id) {
    return Digest.of(contracts.read(contracts.disputeCourt().juryTask(id.bytes())));
  }

  public BigInteger bondWei() {
    return contracts.read(contracts.disputeCourt().bond());
  }

  /** Time for one move. */
  public long moveSeconds() {
    return contracts.read(contracts.disputeCourt().moveSecs()).longValueExact();
  }

  /**
   * Whether work of an epoch can neither be disputed any more nor be the subject of a dispute that
   * still runs: stake that was withdrawn then would be free by now.
   */
  public boolean isOver(long epoch) {
    long window =
        contracts
            .read(contracts.contributionLedger().windowEnd(BigInteger.valueOf(epoch)))
            .longValueExact();
    long unbonding = contracts.read(contracts.nodeRegistry().unbondDelay()).longValueExact();
    return window != 0 && nowSeconds() > window + unbonding;
  }

  /** The clock that the court goes by. */
  public long nowSeconds() {
    return chain.headTimeSeconds();
  }

  private List<Log> logs(Event event, String dispute) {
    return logs(event, dispute, contracts.deployment().deployedAtBlock(), chain.head());
  }

  private List<Log> logs(Event event, String dispute, long from, long to) {
    return chain.logs(
        contracts.deployment().disputeCourt(),
        dispute.isEmpty()
            ? List.of(EventEncoder.encode(event))
            : List.of(EventEncoder.encode(event), dispute),
        from,
        to);
  }
}
