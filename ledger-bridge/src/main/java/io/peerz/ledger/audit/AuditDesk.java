package io.peerz.ledger.audit;

import io.peerz.contracts.ContributionLedger;
import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.ConfirmedTx;
import io.peerz.ledger.chain.Contracts;
import io.peerz.ledger.chain.PreparedCall;
import io.peerz.ledger.chain.TransactionSender;
import io.peerz.ledger.claim.BatchStatus;
import io.peerz.ledger.claim.RewardDesk;
import io.peerz.ledger.settle.EpochSealer;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.web3j.abi.EventEncoder;
import org.web3j.abi.datatypes.Event;
import org.web3j.protocol.core.RemoteFunctionCall;
import org.web3j.protocol.core.methods.response.Log;

/**
 * Follows batches and asks about them from one account, which posts a bond for each question.
 * Batches are remembered, so that only new blocks are searched; a short tail is read again in case
 * it was replaced. Blocking; one thread.
 */
public final class AuditDesk {
  private static final int REPLACEABLE_BLOCKS = 64;

  /** The seed that names the points of a batch is that of the second epoch after its own. */
  private static final int SEED_LAG = 2;

  private final ChainClient chain;
  private final Contracts contracts;
  private final TransactionSender sender;
  private final EpochSealer seeds;
  private final Map<Digest, Commit> commits = new LinkedHashMap<>();
  private long searchedUpTo;

  private record Commit(OpenBatch batch, long block) {}

  public AuditDesk(ChainClient chain, TransactionSender sender) {
    this.chain = chain;
    this.contracts = chain.contracts();
    this.sender = sender;
    this.seeds = new EpochSealer(chain, sender);
    this.searchedUpTo = contracts.deployment().deployedAtBlock();
  }

  /** All batches that were ever committed, oldest first. */
  public List<OpenBatch> batches() {
    long head = chain.head();
    long from =
        Math.max(contracts.deployment().deployedAtBlock(), searchedUpTo - REPLACEABLE_BLOCKS);
    commits.values().removeIf(commit -> commit.block() >= from);
    for (Log log : logs(List.of(topic(ContributionLedger.BATCHCOMMITTED_EVENT)), from, head)) {
      ContributionLedger.BatchCommittedEventResponse event =
          ContributionLedger.getBatchCommittedEventFromLog(log);
      OpenBatch batch =
          new OpenBatch(
              Digest.of(event.batchId), Digest.of(event.nodeId), event.epoch.longValueExact());
      commits.put(batch.batchId(), new Commit(batch, log.getBlockNumber().longValueExact()));
    }
    searchedUpTo = head;
    return commits.values().stream().map(Commit::batch).toList();
  }

  public BatchStatus status(Digest batchId) {
    return RewardDesk.reading(chain).status(batchId);
  }

  /** Until when batches of an epoch can be questioned; 0 while the seed is not known. */
  public long windowEndSeconds(long epoch) {
    return contracts.read(ledger().windowEnd(BigInteger.valueOf(epoch))).longValueExact();
  }

  /** Makes the points of an epoch's batches known, if it is time and nobody did. */
  public void sealFor(long epoch) {
    seeds.seal(epoch + SEED_LAG);
  }

  /** The clock that the contracts go by. */
  public long nowSeconds() {
    return chain.headTimeSeconds();
  }

  /** Sample points of each batch. */
  public int samples() {
    return contracts.read(ledger().SAMPLES()).intValueExact();
  }

  /** What one question puts at risk. */
  public BigInteger bondWei() {
    return contracts.read(ledger().challengeBond());
  }

  /** Whether anybody asked for a sample. */
  public Question question(Digest batchId, int sample) {
    ContributionLedger.Demand demand =
        contracts.read(ledger().demand(batchId.bytes(), BigInteger.valueOf(sample)));
    return new Question(
        Address.ofHex(demand.by), demand.respondBy.longValueExact(), demand.answered);
  }

  /** Asks for the receipt at a sample point; posts the bond, for which there must be allowance. */
  public ConfirmedTx ask(Digest batchId, int sample) {
    return send(
        "demand:" + batchId + ":" + sample,
        "ask for sample %d of batch %s".formatted(sample, batchId.shortHex()),
        ledger().demandOpening(batchId.bytes(), BigInteger.valueOf(sample)));
  }

  /** Ends a question to which no answer came: the batch is void and the node is slashed. */
  public ConfirmedTx endUnanswered(Digest batchId, int sample) {
    return send(
        "unanswered:" + batchId + ":" + sample,
        "void batch %s for silence".formatted(batchId.shortHex()),
        ledger().voidUnanswered(batchId.bytes(), BigInteger.valueOf(sample)));
  }

  /** Digest of the receipt that a node showed for a sample. */
  public Optional<Digest> shown(Digest batchId, int sample) {
    List<String> topics = List.of(topic(ContributionLedger.OPENINGANSWERED_EVENT), batchId.hex());
    return logs(topics, contracts.deployment().deployedAtBlock(), chain.head()).stream()
        .map(ContributionLedger::getOpeningAnsweredEventFromLog)
        .filter(event -> event.sample.intValueExact() == sample)
        .map(event -> Digest.of(event.receiptDigest))
        .findFirst();
  }

  private ContributionLedger ledger() {
    return contracts.contributionLedger();
  }

  private List<Log> logs(List<String> topics, long from, long to) {
    return chain.logs(contracts.deployment().contributionLedger(), topics, from, to);
  }

  private static String topic(Event event) {
    return EventEncoder.encode(event);
  }

  private ConfirmedTx send(String intent, String what, RemoteFunctionCall<?> call) {
    return sender.send(
        PreparedCall.of(
            intent, contracts.deployment().contributionLedger(), call.encodeFunctionCall(), what));
  }
}
