package io.peerz.devnet.bench;

import io.peerz.ledger.chain.BlockView;
import io.peerz.ledger.chain.Deployment;
import io.peerz.ledger.chain.TransactionView;
import io.peerz.ledger.chain.TxReceiptView;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.web3j.protocol.core.methods.response.Log;

/** Blocks of a chain on which nothing happens but redeemed vouchers. */
final class PaymentMill {
  static final int EVENTS_PER_BLOCK = 200;
  private static final int NODES = 20;
  private static final int CHANNELS = 200;
  private static final String REDEEMED =
      Keccak.hash("VoucherRedeemed(bytes32,bytes32,uint64,uint128,uint128,bytes32,uint128,uint128)")
          .hex();

  private final Deployment deployment;

  PaymentMill(Deployment deployment) {
    this.deployment = deployment;
  }

  List<BlockView> blocks(long from, long before) {
    return LongStream.range(from, before).mapToObj(this::block).toList();
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
            Address.of(Arrays.copyOf(node(0).bytes(), Address.LENGTH)),
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

  static Digest node(long number) {
    return digest("node", number);
  }

  static Digest channel(long number) {
    return digest("channel", number);
  }

  private static Digest digest(String what, long number) {
    return Keccak.hash(what + " " + number);
  }
}
