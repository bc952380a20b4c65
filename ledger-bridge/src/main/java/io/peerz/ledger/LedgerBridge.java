package io.peerz.ledger;

import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.TransactionSender;
import io.peerz.ledger.outbox.ReceiptOutbox;
import io.peerz.ledger.outbox.VoucherBook;
import io.peerz.ledger.settle.BridgeConfig;
import io.peerz.ledger.settle.Settlement;
import io.peerz.ledger.settle.StoredBatch;
import io.peerz.ledger.settle.SubmitTimes;
import io.peerz.ledger.store.Database;
import io.peerz.ledger.store.NetworkBinding;
import io.peerz.ledger.store.SqliteTransactionLog;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import io.peerz.proof.journal.SigningJournal;
import io.peerz.proof.receipt.ReceiptSink;
import io.peerz.proof.receipt.SignedReceipt;
import io.peerz.proof.sign.SigningKey;
import io.peerz.proof.voucher.SignedVoucher;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The ledger side of a node. It takes countersigned receipts and vouchers, keeps them on disk, and
 * on a thread of its own turns them into money: redeems vouchers, commits one batch per epoch,
 * answers questions about it, finalizes and claims. It may be killed at any time: the next start
 * goes on where the chain says it is.
 *
 * <p>The accepting methods block for one write to disk: call them from virtual threads.
 */
public final class LedgerBridge implements ReceiptSink, AutoCloseable {
  /** Name of the database in the bridge's folder. */
  public static final String FILE = "ledger.sqlite";

  private final Digest nodeId;
  private final Database database;
  private final ReceiptOutbox receipts;
  private final VoucherBook vouchers;
  private final TransactionSender sender;
  private final Settlement settlement;

  private LedgerBridge(
      Digest nodeId, Database database, TransactionSender sender, Settlement settlement) {
    this.nodeId = nodeId;
    this.database = database;
    this.receipts = new ReceiptOutbox(database);
    this.vouchers = new VoucherBook(database);
    this.sender = sender;
    this.settlement = settlement;
  }

  /**
   * Opens the bridge's folder; nothing is sent before {@link #start}.
   *
   * @param signer the node's key: it signs batches and pays gas
   * @param journal the node's journal, in front of every signature of that key
   */
  public static LedgerBridge open(
      Path folder,
      ChainClient chain,
      Digest nodeId,
      SigningKey signer,
      SigningJournal journal,
      BridgeConfig config) {
    Database database = Database.open(folder.resolve(FILE), Database.Kind.LEDGER);
    try {
      NetworkBinding.check(database, chain.contracts().deployment());
      TransactionSender sender =
          TransactionSender.start(chain, signer, new SqliteTransactionLog(database));
      Settlement settlement =
          Settlement.of(chain, sender, database, nodeId, signer, journal, config);
      return new LedgerBridge(nodeId, database, sender, settlement);
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /** Starts to look at the chain; again is a no-op. */
  public void start() {
    settlement.start();
  }

  /** Stops looking. What is under way is taken up by the next start. */
  public void stop() {
    settlement.stop();
  }

  /** Keeps a receipt that both sides signed and the caller has checked; durable on return. */
  @Override
  public void accept(SignedReceipt receipt) {
    Require.that(
        receipt.receipt().nodeId().equals(nodeId),
        ErrorCode.BAD_RECEIPT,
        "the receipt belongs to another node");
    receipts.accept(receipt);
  }

  /** Keeps a voucher that the caller has checked, if it is the best of its channel; durable. */
  public void acceptVoucher(SignedVoucher voucher) {
    vouchers.accept(voucher);
  }

  /** The best voucher of a channel, for instance after a restart. */
  public Optional<SignedVoucher> bestVoucher(Digest channelId) {
    return vouchers.best(channelId);
  }

  /**
   * How far this node has come.
   *
   * @param vouchersWei sum of the best vouchers, redeemed or not
   * @param seenBlock newest block at which the settlement looked; -1 before its first look
   * @param trouble what went wrong at the last look, or empty
   */
  public record Status(
      long receipts,
      BigInteger vouchersWei,
      List<StoredBatch> batches,
      long seenBlock,
      String trouble) {}

  public Status status() {
    BigInteger vouchersWei =
        vouchers.all().stream()
            .map(v -> v.voucher().cumulativeAmountWei())
            .reduce(BigInteger.ZERO, BigInteger::add);
    return new Status(
        receipts.count(),
        vouchersWei,
        settlement.batches(),
        settlement.seenBlock(),
        settlement.trouble());
  }

  /** How long this process's batches took to get into a block. */
  public SubmitTimes submitTimes() {
    return settlement.submitTimes();
  }

  /** The node's own account on chain, for announcements by the running node. */
  public TransactionSender sender() {
    return sender;
  }

  @Override
  public void close() {
    stop();
    sender.close();
    database.close();
  }
}
