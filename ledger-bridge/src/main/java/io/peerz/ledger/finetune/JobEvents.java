package io.peerz.ledger.finetune;

import io.peerz.contracts.Committee;
import io.peerz.contracts.FineTuneMarket;
import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.Contracts;
import io.peerz.ledger.chain.Deployment;
import io.peerz.proof.encode.AbiWriter;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Hex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.web3j.abi.EventEncoder;
import org.web3j.abi.datatypes.Event;
import org.web3j.protocol.core.methods.response.Log;

/**
 * The events of the market and the committee. Postings are remembered, so that only blocks after
 * them are searched for what happened to a job; a short tail is read again in case it was replaced.
 */
final class JobEvents {
  private static final int REPLACEABLE_BLOCKS = 64;

  private final ChainClient chain;
  private final Deployment at;
  private final Map<Digest, Long> postedAt = new LinkedHashMap<>();
  private long searchedUpTo;

  JobEvents(ChainClient chain) {
    this.chain = chain;
    this.at = chain.contracts().deployment();
    this.searchedUpTo = at.deployedAtBlock();
  }

  synchronized List<Digest> jobs() {
    long head = chain.head();
    long from = Math.max(at.deployedAtBlock(), searchedUpTo - REPLACEABLE_BLOCKS);
    postedAt.values().removeIf(block -> block >= from);
    for (Log log : logs(at.fineTuneMarket(), FineTuneMarket.JOBPOSTED_EVENT, List.of(), from)) {
      postedAt.put(topic(log, 1), log.getBlockNumber().longValueExact());
    }
    searchedUpTo = head;
    return List.copyOf(postedAt.keySet());
  }

  private synchronized long startOf(Digest jobId) {
    if (!postedAt.containsKey(jobId)) {
      jobs();
    }
    return postedAt.getOrDefault(jobId, at.deployedAtBlock());
  }

  /** Where the job's blobs are now. */
  String uri(Digest jobId) {
    List<Log> moves = ofJob(FineTuneMarket.JOBMOVED_EVENT, jobId, List.of());
    if (!moves.isEmpty()) {
      return FineTuneMarket.getJobMovedEventFromLog(moves.getLast()).uri;
    }
    return ofJob(FineTuneMarket.JOBPOSTED_EVENT, jobId, List.of()).stream()
        .map(log -> FineTuneMarket.getJobPostedEventFromLog(log).uri)
        .findFirst()
        .orElseThrow(
            () ->
                new PeerzException(
                    ErrorCode.NOT_FOUND, "no posting of job " + jobId + " on this chain"));
  }

  /** The first posting among the logs of one transaction. */
  Optional<JobReader.Posting> postedIn(List<Log> logs) {
    return Contracts.select(logs, at.fineTuneMarket(), FineTuneMarket.JOBPOSTED_EVENT).stream()
        .map(FineTuneMarket::getJobPostedEventFromLog)
        .map(event -> new JobReader.Posting(Digest.of(event.jobId), event.uri))
        .findFirst();
  }

  Map<Integer, String> unitUris(Digest jobId, int round) {
    Map<Integer, String> uris = new HashMap<>();
    String number = Hex.encode(new AbiWriter(1).uint(round).bytes());
    for (Log log : ofJob(FineTuneMarket.UNITREVEALED_EVENT, jobId, List.of(number))) {
      FineTuneMarket.UnitRevealedEventResponse event =
          FineTuneMarket.getUnitRevealedEventFromLog(log);
      uris.put(event.unit.intValueExact(), event.uri);
    }
    return uris;
  }

  Optional<SeatReport> report(Digest taskId, Digest resultHash) {
    return logs(
            at.committee(), Committee.REVEALED_EVENT, List.of(taskId.hex()), at.deployedAtBlock())
        .stream()
        .map(Committee::getRevealedEventFromLog)
        .map(
            event ->
                new SeatReport(
                    JobStructs.longs(event.values),
                    JobStructs.longs(event.stderrs),
                    Digest.of(event.outputRoot)))
        .filter(report -> report.hash().equals(resultHash))
        .findFirst();
  }

  List<SettledRound> settled(Digest jobId) {
    return ofJob(FineTuneMarket.ROUNDSETTLED_EVENT, jobId, List.of()).stream()
        .map(JobEvents::settledRound)
        .toList();
  }

  private static SettledRound settledRound(Log log) {
    FineTuneMarket.RoundSettledEventResponse event =
        FineTuneMarket.getRoundSettledEventFromLog(log);
    return new SettledRound(
        event.round.intValueExact(),
        event.totalGain,
        event.totalMacs,
        event.efficiency,
        event.paid,
        event.refunded,
        Digest.of(event.adapterRoot),
        Digest.ofHex(log.getTransactionHash()));
  }

  List<EvaluatedRound> evaluated(Digest jobId) {
    return ofJob(FineTuneMarket.ROUNDEVALUATED_EVENT, jobId, List.of()).stream()
        .map(JobEvents::evaluatedRound)
        .toList();
  }

  private static EvaluatedRound evaluatedRound(Log log) {
    FineTuneMarket.RoundEvaluatedEventResponse event =
        FineTuneMarket.getRoundEvaluatedEventFromLog(log);
    List<Long> order = JobStructs.longs(event.order);
    List<Long> verdicts = JobStructs.longs(event.verdicts);
    List<Long> paid = JobStructs.longs(event.paidGains);
    List<EvaluatedRound.Unit> units = new ArrayList<>();
    for (int k = 0; k < order.size(); k++) {
      units.add(
          new EvaluatedRound.Unit(
              Math.toIntExact(order.get(k)),
              Math.toIntExact(verdicts.get(k)),
              event.doubledGains.get(k),
              paid.get(k)));
    }
    return new EvaluatedRound(
        event.round.intValueExact(), units, Digest.ofHex(log.getTransactionHash()));
  }

  List<UnitPayment> payments(Digest jobId) {
    return ofJob(FineTuneMarket.UNITPAID_EVENT, jobId, List.of()).stream()
        .map(JobEvents::payment)
        .toList();
  }

  private static UnitPayment payment(Log log) {
    FineTuneMarket.UnitPaidEventResponse event = FineTuneMarket.getUnitPaidEventFromLog(log);
    return new UnitPayment(
        event.round.intValueExact(),
        event.unit.intValueExact(),
        Digest.of(event.nodeId),
        event.base,
        event.improvement,
        Digest.ofHex(log.getTransactionHash()));
  }

  private List<Log> ofJob(Event event, Digest jobId, List<String> more) {
    List<String> topics = new ArrayList<>(List.of(jobId.hex()));
    topics.addAll(more);
    return logs(at.fineTuneMarket(), event, topics, startOf(jobId));
  }

  private List<Log> logs(Address contract, Event event, List<String> topics, long from) {
    List<String> all = new ArrayList<>(List.of(EventEncoder.encode(event)));
    all.addAll(topics);
    return chain.logs(contract, all, from, chain.head());
  }

  private static Digest topic(Log log, int index) {
    return Digest.ofHex(log.getTopics().get(index));
  }
}
