package io.peerz.ledger.finetune;

import io.peerz.contracts.FineTuneMarket;
import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.ConfirmedTx;
import io.peerz.ledger.chain.Contracts;
import io.peerz.ledger.chain.Intents;
import io.peerz.ledger.chain.PreparedCall;
import io.peerz.ledger.chain.TransactionSender;
import io.peerz.ledger.token.Permit;
import io.peerz.ledger.token.TokenDesk;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.sign.SigningKey;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.web3j.protocol.core.RemoteFunctionCall;
import org.web3j.protocol.core.methods.response.Log;

/** What a client does: fund and post a job, move its blobs, cancel it. Blocking. */
public final class JobDesk {
  /** The new job and the transaction that funded it. */
  public record Posted(Digest jobId, BigInteger escrowWei, ConfirmedTx transaction) {}

  /** What came back, empty while a round is under way, and the transaction that called it off. */
  public record Cancelled(Optional<BigInteger> refundedWei, ConfirmedTx transaction) {}

  private final ChainClient chain;
  private final Contracts contracts;
  private final TransactionSender sender;
  private final SigningKey key;

  /**
   * @param key the key of the sender's account; it signs permits
   */
  public JobDesk(ChainClient chain, TransactionSender sender, SigningKey key) {
    this.chain = chain;
    this.contracts = chain.contracts();
    this.sender = sender;
    this.key = key;
  }

  /**
   * Funds and posts a job in one transaction.
   *
   * @param uri who serves the job's blobs, at most 256 bytes
   */
  public Posted post(JobOffer offer, String uri) {
    BigInteger escrowWei = offer.escrowWei();
    TokenDesk.mustHold(chain, sender.address(), escrowWei);
    Permit permit = Permit.sign(chain, key, market(), escrowWei);
    ConfirmedTx done =
        send(
            "postJob:" + permit.nonce(),
            "post a fine-tuning job of " + offer.rounds() + " rounds",
            contracts
                .fineTuneMarket()
                .postJobWithPermit(
                    JobStructs.params(offer),
                    uri,
                    escrowWei,
                    permit.deadlineSeconds(),
                    permit.v(),
                    permit.r(),
                    permit.s()));
    List<Log> posted = Contracts.select(done.logs(), market(), FineTuneMarket.JOBPOSTED_EVENT);
    Digest jobId = Digest.ofHex(posted.getFirst().getTopics().get(1));
    return new Posted(jobId, escrowWei, done);
  }

  /** Says that the job's blobs are served elsewhere from now on. */
  public ConfirmedTx move(Digest jobId, String uri) {
    return send(
        Intents.unique("moveJob"),
        "move the blobs of job " + jobId.shortHex(),
        contracts.fineTuneMarket().moveJob(jobId.bytes(), uri));
  }

  /**
   * Calls a job off: at once while nobody has claimed a unit of its current round, otherwise when
   * that round is settled. What is not owed then comes back.
   */
  public Cancelled cancel(Digest jobId) {
    ConfirmedTx done =
        send(
            Intents.unique("cancelJob"),
            "cancel job " + jobId.shortHex(),
            contracts.fineTuneMarket().cancel(jobId.bytes()));
    Optional<BigInteger> refunded =
        Contracts.select(done.logs(), market(), FineTuneMarket.JOBCLOSED_EVENT).stream()
            .map(log -> FineTuneMarket.getJobClosedEventFromLog(log).refunded)
            .findFirst();
    return new Cancelled(refunded, done);
  }

  private Address market() {
    return contracts.deployment().fineTuneMarket();
  }

  private ConfirmedTx send(String intentId, String what, RemoteFunctionCall<?> call) {
    return sender.send(PreparedCall.of(intentId, market(), call.encodeFunctionCall(), what));
  }
}
