package io.peerz.devnet.swarm;

import io.peerz.inference.serve.ChannelTerms;
import io.peerz.inference.serve.PaymentDesk;
import io.peerz.ledger.outbox.ReceiptOutbox;
import io.peerz.ledger.outbox.VoucherBook;
import io.peerz.ledger.store.Database;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.receipt.ReceiptSink;
import io.peerz.proof.receipt.SignedReceipt;
import io.peerz.proof.voucher.Collateral;
import io.peerz.proof.voucher.SignedVoucher;
import io.peerz.proof.voucher.Voucher;
import java.nio.file.Path;

/** A node's money without a chain: one payer with all the money, but the real books on disk. */
final class ShardDesk implements PaymentDesk, ReceiptSink, AutoCloseable {
  private final Digest nodeId;
  private final Address payer;
  private final Database database;
  private final VoucherBook vouchers;
  private final ReceiptOutbox receipts;

  ShardDesk(Path file, Digest nodeId, Address payer) {
    this.nodeId = nodeId;
    this.payer = payer;
    this.database = Database.open(file, Database.Kind.LEDGER);
    this.vouchers = new VoucherBook(database);
    this.receipts = new ReceiptOutbox(database);
  }

  @Override
  public ChannelTerms terms(Digest channelId) {
    Voucher best =
        vouchers
            .best(channelId)
            .map(SignedVoucher::voucher)
            .orElseGet(() -> Voucher.none(channelId));
    return new ChannelTerms(
        nodeId, new Collateral(channelId, payer, Address.ZERO, SwarmPurse.DEPOSIT_WEI, 0), best);
  }

  @Override
  public void accept(SignedVoucher voucher) {
    vouchers.accept(voucher);
  }

  @Override
  public void accept(SignedReceipt receipt) {
    receipts.accept(receipt);
  }

  @Override
  public void close() {
    database.close();
  }
}
