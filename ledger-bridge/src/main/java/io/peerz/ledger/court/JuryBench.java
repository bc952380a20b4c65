package io.peerz.ledger.court;

import io.peerz.contracts.DisputeCourt;
import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.Deployment;
import io.peerz.ledger.chain.TransactionSender;
import io.peerz.ledger.finetune.CommitteeDesk;
import io.peerz.ledger.finetune.CommitteeTask;
import io.peerz.ledger.finetune.JobReader;
import io.peerz.ledger.finetune.SeatReport;
import io.peerz.proof.encode.AbiWriter;
import io.peerz.proof.id.Digest;
import java.util.ArrayList;
import java.util.List;
import org.web3j.abi.EventEncoder;
import org.web3j.protocol.core.methods.response.Log;

/** The seats of juries: which were called, and what a drawn seat does. Blocking; one thread. */
public final class JuryBench {
  private final ChainClient chain;
  private final JobReader tasks;
  private final CommitteeDesk committee;
  private final List<JuryCall> calls = new ArrayList<>();
  private long searchedUpTo;

  public JuryBench(ChainClient chain, TransactionSender sender) {
    this.chain = chain;
    this.tasks = new JobReader(chain);
    this.committee = new CommitteeDesk(chain, sender);
    this.searchedUpTo = chain.contracts().deployment().deployedAtBlock() - 1;
  }

  /** All juries that were ever called, oldest first. */
  public List<JuryCall> calls() {
    Deployment at = chain.contracts().deployment();
    long head = chain.head() - chain.config().confirmations() + 1;
    List<String> topics = List.of(EventEncoder.encode(DisputeCourt.JURYCALLED_EVENT));
    for (Log log : chain.logs(at.disputeCourt(), topics, searchedUpTo + 1, head)) {
      DisputeCourt.JuryCalledEventResponse event = DisputeCourt.getJuryCalledEventFromLog(log);
      calls.add(
          new JuryCall(
              Digest.of(event.disputeId),
              Digest.of(event.taskId),
              event.step.intValueExact(),
              Digest.of(event.root)));
    }
    searchedUpTo = Math.max(searchedUpTo, head);
    return List.copyOf(calls);
  }

  /** A jury's task with its seats. */
  public CommitteeTask task(Digest taskId) {
    return tasks.task(taskId);
  }

  public long nowSeconds() {
    return chain.headTimeSeconds();
  }

  /** Commits a seat of this account's node to what it will reveal. */
  public void commit(Digest taskId, int seat, Digest evaluator, SeatReport report, Digest salt) {
    Digest commitment =
        new AbiWriter(6)
            .digest(taskId)
            .uint(seat)
            .digest(evaluator)
            .digest(report.hash())
            .digest(Digest.ZERO)
            .digest(salt)
            .hash();
    committee.commit(taskId, seat, commitment);
  }

  public void reveal(Digest taskId, int seat, SeatReport report, Digest salt) {
    committee.reveal(taskId, seat, report, Digest.ZERO, salt);
  }

  /** Sends an agreeing seat's fee to its node. */
  public void claimFee(Digest taskId, int seat) {
    committee.claimFee(taskId, seat);
  }
}
