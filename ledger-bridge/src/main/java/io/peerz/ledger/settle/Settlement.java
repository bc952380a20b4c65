package io.peerz.ledger.settle;

import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.TransactionSender;
import io.peerz.ledger.outbox.ReceiptOutbox;
import io.peerz.ledger.outbox.VoucherBook;
import io.peerz.ledger.store.Database;
import io.peerz.proof.encode.Domain;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.journal.SigningJournal;
import io.peerz.proof.sign.SigningKey;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the chain again and again and does what is due. One thread does all of it; its memory
 * between two looks is the outbox on disk, apart from the epoch of the last redemption.
 */
public final class Settlement {
  private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);

  private final ChainClient chain;
  private final BridgeConfig config;
  private final ReceiptOutbox outbox;
  private final BatchStore batches;
  private final BatchBuilder builder;
  private final VoucherRedeemer redeemer;
  private final BatchLifecycle lifecycle;
  private final SubmitTimes submitTimes;
  private final Step.Observer steps;
  private long redeemedAtEpoch = -1;
  private Thread thread;
  private volatile boolean stopping;
  private volatile String trouble = "";
  private volatile long seenBlock = -1;

  private Settlement(
      ChainClient chain,
      BridgeConfig config,
      ReceiptOutbox outbox,
      BatchStore batches,
      BatchBuilder builder,
      VoucherRedeemer redeemer,
      BatchLifecycle lifecycle,
      SubmitTimes submitTimes,
      Step.Observer steps) {
    this.chain = chain;
    this.config = config;
    this.outbox = outbox;
    this.batches = batches;
    this.builder = builder;
    this.redeemer = redeemer;
    this.lifecycle = lifecycle;
    this.submitTimes = submitTimes;
    this.steps = steps;
  }

  public static Settlement of(
      ChainClient chain,
      TransactionSender sender,
      Database database,
      Digest nodeId,
      SigningKey signer,
      SigningJournal journal,
      BridgeConfig config) {
    return of(chain, sender, database, nodeId, signer, journal, config, step -> {});
  }

  static Settlement of(
      ChainClient chain,
      TransactionSender sender,
      Database database,
      Digest nodeId,
      SigningKey signer,
      SigningJournal journal,
      BridgeConfig config,
      Step.Observer steps) {
    Domain domain = chain.contracts().deployment().domains().contributionLedger();
    ReceiptOutbox outbox = new ReceiptOutbox(database);
    VoucherBook vouchers = new VoucherBook(database);
    BatchStore batches = new BatchStore(database);
    BatchBuilder builder = new BatchBuilder(outbox, domain, nodeId);
    VoucherRedeemer redeemer = new VoucherRedeemer(chain, sender, vouchers, config.minRedeemWei());
    SubmitTimes submitTimes = new SubmitTimes();
    BatchLifecycle lifecycle =
        new BatchLifecycle(
            chain,
            sender,
            batches,
            new BatchSigner(signer, journal, domain),
            redeemer,
            new OpeningAnswerer(chain, sender, outbox, vouchers, builder),
            config.settledDepthBlocks(),
            submitTimes,
            steps);
    return new Settlement(
        chain, config, outbox, batches, builder, redeemer, lifecycle, submitTimes, steps);
  }

  /** Starts the thread; again is a no-op. */
  public synchronized void start() {
    if (thread == null) {
      stopping = false;
      thread = Thread.ofPlatform().daemon().name("settlement").start(this::run);
    }
  }

  /** Stops the thread, at the latest when the call that it is in times out. */
  public synchronized void stop() {
    if (thread == null) {
      return;
    }
    stopping = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread = null;
  }

  /** Every batch this node ever made, oldest first. */
  public List<StoredBatch> batches() {
    return batches.all();
  }

  public SubmitTimes submitTimes() {
    return submitTimes;
  }

  /** The newest block at which everything due was looked at; -1 before the first look. */
  public long seenBlock() {
    return seenBlock;
  }

  /** What went wrong at the last look, or empty. */
  public String trouble() {
    return trouble;
  }

  private void run() {
    while (!stopping) {
      trouble = attemptLook();
      try {
        Thread.sleep(config.lookEvery());
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private String attemptLook() {
    String[] wrong = {""};
    return attempt(() -> wrong[0] = look()) + wrong[0];
  }

  /** One look: everything that is due now. Returns what went wrong on the way, or empty. */
  String look() {
    Moment now = Moment.of(chain);
    String wrong = attempt(() -> redeemer.redeemClosing(now.timeSeconds()));
    for (StoredBatch batch : batches.open()) {
      wrong = wrong + attempt(() -> lifecycle.advance(batch, now));
    }
    wrong = wrong + attempt(() -> closeEpochs(now));
    wrong = wrong + attempt(() -> redeemOncePerEpoch(now));
    seenBlock = now.head();
    return wrong;
  }

  /** Makes the batch of each epoch that ended, once late countersignatures had their time. */
  private void closeEpochs(Moment now) {
    for (long epoch : outbox.unbatchedEpochs(now.epoch())) {
      boolean mayWait = epoch == now.epoch() - 1 && now.blocksIntoEpoch() < config.graceBlocks();
      if (!mayWait) {
        closeEpoch(epoch, now);
      }
    }
  }

  private void closeEpoch(long epoch, Moment now) {
    var receipts = outbox.drawLine(epoch);
    steps.reached(Step.LINE_DRAWN);
    builder
        .header(epoch, receipts)
        .map(StoredBatch::built)
        .ifPresent(
            batch -> {
              batches.add(batch);
              steps.reached(Step.BATCH_STORED);
              lifecycle.advance(batch, now);
            });
  }

  private void redeemOncePerEpoch(Moment now) {
    if (now.epoch() > redeemedAtEpoch) {
      redeemer.redeemWorthwhile(now.timeSeconds());
      redeemedAtEpoch = now.epoch();
    }
  }

  /** One failed step must not keep the others from being done. */
  private static String attempt(Runnable step) {
    try {
      step.run();
      return "";
    } catch (PeerzException e) {
      LOG.warn("settlement waits: {}", e.getMessage());
      return e.getMessage() + ". ";
    } catch (RuntimeException e) {
      LOG.error("a step of the settlement failed", e);
      return e + ". ";
    }
  }
}
