package io.peerz.ledger.chain;

import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.web3j.protocol.core.DefaultBlockParameter;

/**
 * What the sender thread does: give a call the next nonce, and look after every nonce until it is
 * out of reach of a reorganisation. All state belongs to that thread.
 *
 * <p>Invariant: the nonces in flight have no hole, and each is in the log before the network hears
 * of it. So whatever the chain forgets can be sent again as it was, and nothing is ever sent twice
 * under two nonces.
 */
final class SenderLoop {
  /** EIP-7825: no transaction may ask for more. */
  static final BigInteger GAS_LIMIT_CAP = BigInteger.valueOf(16_777_216L);

  private static final Logger LOG = LoggerFactory.getLogger(SenderLoop.class);
  private static final int POLLS_UNTIL_REPLACED = 20;

  private final ChainClient chain;
  private final ChainConfig config;
  private final TransactionSigner signer;
  private final TransactionLog log;
  private final Preflight preflight;
  private final TreeMap<Long, InFlight> flights = new TreeMap<>();
  private boolean restored;
  private long chainCount;
  private volatile String lastTrouble = "";

  SenderLoop(ChainClient chain, TransactionSigner signer, TransactionLog log) {
    this.chain = chain;
    this.config = chain.config();
    this.signer = signer;
    this.log = log;
    this.preflight = new Preflight(chain, signer.address());
  }

  String lastTrouble() {
    return lastTrouble;
  }

  boolean hasRoom() {
    return flights.tailMap(chainCount).size() < config.maxInFlight();
  }

  /** Gives a call its nonce and sends it, or joins the caller to the same intent under way. */
  void begin(Submission submission) {
    try {
      restore();
      Optional<InFlight> same = underWay(submission.call().intentId());
      if (same.isPresent()) {
        same.get().join(submission);
      } else if (!answeredFromLog(submission)) {
        launch(submission);
      }
    } catch (RuntimeException e) {
      submission.done().completeExceptionally(e);
    }
  }

  private Optional<InFlight> underWay(String intentId) {
    return flights.values().stream()
        .filter(f -> f.transaction().call().intentId().equals(intentId) && !f.hasFailed())
        .findFirst();
  }

  private boolean answeredFromLog(Submission submission) {
    Optional<TxReceiptView> receipt =
        log.find(address(), submission.call().intentId())
            .filter(LoggedTransaction::settled)
            .flatMap(this::receiptOf)
            .filter(TxReceiptView::succeeded);
    receipt.ifPresent(r -> submission.done().complete(ConfirmedTx.of(r)));
    return receipt.isPresent();
  }

  private void launch(Submission submission) {
    PreparedCall call = submission.call();
    chainCount = chain.transactionCount(address());
    long nonce = flights.isEmpty() ? chainCount : Math.max(chainCount, flights.lastKey() + 1);
    BigInteger gasLimit = preflight.gasLimit(call);
    Fees fees = Fees.first(chain.baseFeeWei(), config);
    preflight.mustAfford(call, gasLimit, fees);
    Attempt attempt = signer.sign(call, nonce, gasLimit, fees);
    InFlight flight =
        new InFlight(
            new LoggedTransaction(address(), nonce, call, gasLimit, List.of(attempt), false),
            System.nanoTime());
    log.put(flight.transaction());
    flights.put(nonce, flight);
    try {
      broadcast(attempt);
      flight.join(submission);
    } catch (RpcRefusal e) {
      flights.remove(nonce);
      log.remove(address(), nonce);
      throw preflight.refused(call, e);
    }
  }

  /** Hands an attempt to the network; no answer counts as sent, because it may have arrived. */
  private void broadcast(Attempt attempt) throws RpcRefusal {
    try {
      chain.sendSigned(attempt.signedHex());
    } catch (PeerzException e) {
      lastTrouble = e.getMessage();
    } catch (RpcRefusal e) {
      if (!e.alreadyKnown() && !e.nonceTooLow()) {
        throw e;
      }
    }
  }

  /** Takes up what an earlier process left under way. */
  private void restore() {
    if (!restored) {
      for (LoggedTransaction transaction : log.live(address())) {
        // "Sent long ago": it is handed to the network again at the first look.
        flights.put(transaction.nonce(), new InFlight(transaction, longAgo()));
      }
      restored = true;
    }
  }

  /** One look at everything under way. */
  void tend() {
    try {
      restore();
      if (!flights.isEmpty()) {
        chainCount = chain.transactionCount(address());
        long head = chain.head();
        for (InFlight flight : new ArrayList<>(flights.values())) {
          tend(flight, head);
        }
      }
      lastTrouble = "";
    } catch (RuntimeException e) {
      lastTrouble = e.getMessage();
      LOG.debug("the chain cannot be looked at now: {}", e.getMessage());
    }
  }

  private void tend(InFlight flight, long head) {
    if (flight.nonce() >= chainCount) {
      keepAlive(flight);
    } else if (!flight.isConfirmed()) {
      lookForReceipt(flight, head);
    } else if (head - flight.confirmedBlock() >= config.reorgHorizonBlocks()) {
      settle(flight);
    }
  }

  /** Not mined: send it again after a reorganisation, or with better fees after a long wait. */
  private void keepAlive(InFlight flight) {
    if (flight.isConfirmed()) {
      LOG.warn("a reorganisation dropped '{}'; sending it again", what(flight));
      flight.unconfirm();
      resend(flight);
    } else if (flight.sentBefore(System.nanoTime() - config.feeBumpAfter().toNanos())) {
      if (flight.nonce() == chainCount) {
        bump(flight);
      }
      resend(flight);
    }
  }

  private void bump(InFlight flight) {
    LoggedTransaction transaction = flight.transaction();
    Fees fees = transaction.latest().fees().bumped(chain.baseFeeWei(), config);
    if (fees.equals(transaction.latest().fees())) {
      return; // at the ceiling: nothing left to offer
    }
    Attempt attempt =
        signer.sign(transaction.call(), transaction.nonce(), transaction.gasLimit(), fees);
    flight.replace(transaction.with(attempt));
    log.put(flight.transaction());
    LOG.info("raising the fee of '{}' to {} wei per gas", what(flight), fees.maxFeeWei());
  }

  private void resend(InFlight flight) {
    flight.sentAt(System.nanoTime());
    try {
      broadcast(flight.transaction().latest());
    } catch (RpcRefusal e) {
      // An earlier attempt is still in the network's pool, or the account ran dry: waiting and
      // trying again is all that the owner of the nonce can do.
      lastTrouble = e.getMessage();
      LOG.debug("not taken again: {}: {}", what(flight), e.getMessage());
    }
  }

  private void lookForReceipt(InFlight flight, long head) {
    Optional<TxReceiptView> receipt = receiptOf(flight.transaction());
    if (receipt.isEmpty()) {
      if (flight.missReceipt() >= POLLS_UNTIL_REPLACED) {
        startOver(flight);
      }
      return;
    }
    flight.sawReceipt();
    TxReceiptView seen = receipt.get();
    if (head - seen.block() + 1 >= config.confirmations() && isCanonical(seen)) {
      flight.confirm(
          seen, seen.succeeded() ? Optional.empty() : Optional.of(revertOf(flight, seen)));
    }
  }

  private Optional<TxReceiptView> receiptOf(LoggedTransaction transaction) {
    return transaction.attempts().reversed().stream()
        .flatMap(attempt -> chain.receipt(attempt.hash()).stream())
        .findFirst();
  }

  private boolean isCanonical(TxReceiptView receipt) {
    Optional<Digest> canonical = chain.blockHash(receipt.block());
    return canonical.isPresent() && canonical.get().equals(receipt.blockHash());
  }

  private PeerzException revertOf(InFlight flight, TxReceiptView receipt) {
    DefaultBlockParameter at = DefaultBlockParameter.valueOf(BigInteger.valueOf(receipt.block()));
    return preflight.reverted(flight.transaction().call(), at, receipt.hash());
  }

  /** Another program used this nonce with the same key: the call gets a new one. */
  private void startOver(InFlight flight) {
    LOG.warn("nonce {} was used by another transaction of this key", flight.nonce());
    flights.remove(flight.nonce());
    log.remove(address(), flight.nonce());
    flight.takeWaiting().forEach(this::begin);
  }

  private void settle(InFlight flight) {
    Optional<TxReceiptView> receipt = receiptOf(flight.transaction());
    if (receipt.isPresent()) {
      log.put(flight.transaction().asSettled());
      flights.remove(flight.nonce());
    } else {
      flight.unconfirm();
    }
  }

  /** Tells everybody who waits that nobody works on their calls any more. */
  void abandon(PeerzException why) {
    flights
        .values()
        .forEach(f -> f.takeWaiting().forEach(s -> s.done().completeExceptionally(why)));
  }

  private Address address() {
    return signer.address();
  }

  private long longAgo() {
    return System.nanoTime() - config.feeBumpAfter().toNanos() - 1;
  }

  private static String what(InFlight flight) {
    return flight.transaction().call().what();
  }
}
