package io.peerz.devnet.bench;

import io.peerz.ledger.chain.Deployment;
import io.peerz.ledger.index.Collection;
import io.peerz.ledger.index.LedgerIndex;
import io.peerz.ledger.index.PageRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How fast an index of many payments and receipts is filled, and how fast its pages are read. */
public final class IndexSpeed {
  private static final int BLOCKS_AT_ONCE = 64;
  private static final int READS = 21;
  private static final int PAGE_ROWS = 50;

  /** Rows that an index took in a second. */
  public record Filling(String what, double rowsPerSecond) {}

  /**
   * A question that was asked many times.
   *
   * @param medianMillis of one page
   * @param worstMillis of one page
   */
  public record Reading(String what, double medianMillis, double worstMillis) {}

  /** Figures of one index. */
  public record Figures(List<Filling> fillings, List<Reading> readings) {
    public Figures {
      fillings = List.copyOf(fillings);
      readings = List.copyOf(readings);
    }
  }

  private final Deployment deployment;
  private final int rows;

  /**
   * @param rows payments, and as many receipts
   */
  public IndexSpeed(Deployment deployment, int rows) {
    this.deployment = deployment;
    this.rows = rows;
  }

  /**
   * Fills an empty index and reads it. Blocking.
   *
   * @param folder for files of nodes that the receipts are taken over from
   */
  public Figures measure(LedgerIndex index, Path folder) {
    List<Filling> fillings = new ArrayList<>();
    fillings.add(filling("payments (events with their keys)", () -> fillPayments(index)));
    ReceiptMill receipts = new ReceiptMill(folder, rows);
    fillings.add(filling("receipts (taken over from nodes)", () -> receipts.fill(index)));
    List<Reading> readings = new ArrayList<>();
    readPayments(index, readings);
    readReceipts(index, receipts, readings);
    return new Figures(fillings, readings);
  }

  private Filling filling(String what, Runnable work) {
    long started = System.nanoTime();
    work.run();
    return new Filling(what, rows / ((System.nanoTime() - started) / 1e9));
  }

  private void fillPayments(LedgerIndex index) {
    PaymentMill mill = new PaymentMill(deployment);
    long blocks = (long) Math.ceil(rows / (double) PaymentMill.EVENTS_PER_BLOCK);
    for (long from = 0; from < blocks; from += BLOCKS_AT_ONCE) {
      index.append(mill.blocks(from, Math.min(blocks, from + BLOCKS_AT_ONCE)));
    }
  }

  private void readPayments(LedgerIndex index, List<Reading> readings) {
    long middle = newestId(index, Collection.EVENTS) / 2;
    PageRequest payments = PageRequest.newest(Collection.PAYMENTS, PAGE_ROWS);
    readings.add(read("newest payments", index, payments));
    readings.add(read("payments from the middle", index, payments.before(middle)));
    readings.add(
        read("payments of one node", index, payments.mentioning(PaymentMill.node(3).hex())));
    readings.add(
        read("payments of one channel", index, payments.mentioning(PaymentMill.channel(7).hex())));
    PageRequest events = PageRequest.newest(Collection.EVENTS, PAGE_ROWS);
    readings.add(read("events by name", index, events.named("VoucherRedeemed").before(middle)));
    readings.add(read("blocks", index, PageRequest.newest(Collection.BLOCKS, PAGE_ROWS)));
    readings.add(
        read(
            "transactions of one account",
            index,
            PageRequest.newest(Collection.TRANSACTIONS, PAGE_ROWS)
                .mentioning(deployment.paymentChannels().hex())));
  }

  private static void readReceipts(LedgerIndex index, ReceiptMill mill, List<Reading> readings) {
    PageRequest receipts = PageRequest.newest(Collection.RECEIPTS, PAGE_ROWS);
    long middle = newestId(index, Collection.RECEIPTS) / 2;
    readings.add(read("newest receipts", index, receipts));
    readings.add(read("receipts from the middle", index, receipts.before(middle)));
    readings.add(read("receipts of one node", index, receipts.mentioning(mill.node(3).hex())));
    readings.add(
        read("receipts of one session", index, receipts.mentioning(mill.session(5).hex())));
    PageRequest sessions = PageRequest.newest(Collection.SESSIONS, PAGE_ROWS);
    readings.add(read("newest sessions with their cost", index, sessions));
    readings.add(read("sessions of one node", index, sessions.mentioning(mill.node(3).hex())));
  }

  private static long newestId(LedgerIndex index, Collection collection) {
    return index.page(PageRequest.newest(collection, 1)).getFirst().path("id").asLong();
  }

  private static Reading read(String what, LedgerIndex index, PageRequest page) {
    double[] millis = new double[READS];
    for (int i = 0; i < READS; i++) {
      long started = System.nanoTime();
      if (index.page(page).size() != PAGE_ROWS) {
        throw new IllegalStateException("a page of " + page.collection() + " is not full");
      }
      millis[i] = (System.nanoTime() - started) / 1e6;
    }
    Arrays.sort(millis);
    return new Reading(what, millis[READS / 2], millis[READS - 1]);
  }
}
