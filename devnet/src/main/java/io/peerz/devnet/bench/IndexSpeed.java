package io.peerz.devnet.bench;

import io.peerz.ledger.chain.BlockView;
import io.peerz.ledger.chain.Deployment;
import io.peerz.ledger.chain.TransactionView;
import io.peerz.ledger.chain.TxReceiptView;
import io.peerz.ledger.index.Collection;
import io.peerz.ledger.index.LedgerIndex;
import io.peerz.ledger.index.PageRequest;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.web3j.protocol.core.methods.response.Log;

/** How fast an index of many redeemed vouchers is filled, and how fast its pages are read. */
public final class IndexSpeed {
  private static final int EVENTS_PER_BLOCK = 200;
  private static final int BLOCKS_AT_ONCE = 64;
  private static final int NODES = 20;
  private static final int CHANNELS = 200;
  private static final int READS = 21;
  private static final int PAGE_ROWS = 50;
  private static final String REDEEMED =
      Keccak.hash("VoucherRedeemed(bytes32,bytes32,uint64,uint128,uint128,bytes32,uint128,uint128)")
          .hex();

  private final Deployment deployment;

  public IndexSpeed(Deployment deployment) {
    this.deployment = deployment;
  }

  /** Milliseconds by what was done: filling per 1,000 rows, and the median of each kind of page. */
  public Map<String, Double> measure(Path file, int rows) {
    Map<String, Double> millis = new LinkedHashMap<>();
    try (LedgerIndex index = LedgerIndex.open(file, deployment)) {
      long started = System.nanoTime();
      fill(index, rows);
      millis.put("fill, per 1 000 rows", (System.nanoTime() - started) / 1e6 / (rows / 1_000.0));
      long middle =
          index.page(PageRequest.newest(Collection.EVENTS, 1)).getFirst().path("id").asLong() / 2;
      PageRequest payments = PageRequest.newest(Collection.PAYMENTS, PAGE_ROWS);
      millis.put("newest payments", read(index, payments));
      millis.put("payments from the middle", read(index, payments.before(middle)));
      millis.put("payments of one node", read(index, payments.mentioning(node(3).hex())));
      millis.put("payments of one channel", read(index, payments.mentioning(channel(7).hex())));
      PageRequest events = PageRequest.newest(Collection.EVENTS, PAGE_ROWS);
      millis.put("events by name", read(index, events.named("VoucherRedeemed").before(middle)));
      millis.put("blocks", read(index, PageRequest.newest(Collection.BLOCKS, PAGE_ROWS)));
      millis.put(
          "transactions of one account",
          read(
              index,
              PageRequest.newest(Collection.TRANSACTIONS, PAGE_ROWS)
                  .mentioning(deployment.paymentChannels().hex())));
    }
    return millis;
  }

  private static double read(LedgerIndex index, PageRequest page) {
    double[] millis = new double[READS];
    for (int i = 0; i < READS; i++) {
      long started = System.nanoTime();
      if (index.page(page).size() != PAGE_ROWS) {
        throw new IllegalStateException("a page of " + page.collection() + " is not full");
      }
      millis[i] = (System.nanoTime() - started) / 1e6;
    }
    java.util.Arrays.sort(millis);
    return millis[READS / 2];
  }

  private void fill(LedgerIndex index, int rows) {
    List<BlockView> blocks = new ArrayList<>();
    for (int number = 0; number * EVENTS_PER_BLOCK < rows; number++) {
      blocks.add(block(number));
      if (blocks.size() == BLOCKS_AT_ONCE) {
        index.append(blocks);
        blocks.clear();
      }
    }
    index.append(blocks);
  }

  private BlockView block(long number) {
    Digest hash = digest("block", number);
    List<Log> logs = new ArrayList<>();
    for (int i = 0; i < EVENTS_PER_BLOCK; i++) {
      logs.add(redeemed(number * EVENTS_PER_BLOCK + i, i));
    }
    TxReceiptView outcome =
        new TxReceiptView(
            digest("transaction", number), hash, number, true, 100_000, Optional.empty(), logs);
    TransactionView transaction =
        new TransactionView(
            outcome,
            0,
            Address.of(java.util.Arrays.copyOf(node(0).bytes(), Address.LENGTH)),
            Optional.of(deployment.paymentChannels()),
            number,
            BigInteger.ZERO,
            200_000,
            BigInteger.ONE,
            "0x");
    return new BlockView(
        number,
        hash,
        digest("block", number - 1),
        number,
        100_000,
        30_000_000,
        BigInteger.ONE,
        List.of(transaction));
  }

  private Log redeemed(long event, int logIndex) {
    Log log = new Log();
    log.setAddress(deployment.paymentChannels().hex());
    log.setLogIndex("0x" + Integer.toHexString(logIndex));
    log.setTopics(
        List.of(
            REDEEMED,
            channel(event % CHANNELS).hex(),
            node(event % NODES).hex(),
            "0x" + word(event / 1_000)));
    log.setData("0x" + word(event * 1_000) + word(event) + word(1) + word(980) + word(20));
    return log;
  }

  private static String word(long value) {
    return String.format("%064x", value);
  }

  private static Digest node(long number) {
    return digest("node", number);
  }

  private static Digest channel(long number) {
    return digest("channel", number);
  }

  private static Digest digest(String what, long number) {
    return Keccak.hash(what + " " + number);
  }
}
