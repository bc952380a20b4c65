package io.peerz.devnet.drill;

import io.peerz.contracts.PaymentChannels;
import io.peerz.devnet.drill.Attacks.Outcome;
import io.peerz.devnet.drill.Attacks.Sides;
import io.peerz.devnet.network.DevParameters;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.receipt.InferenceReceipt;
import io.peerz.proof.sign.SigningKey;
import io.peerz.proof.voucher.Voucher;
import java.math.BigInteger;
import java.util.List;

/** Payers that do not want to pay, and a node that pays itself. */
final class MoneyAttacks {
  private static final BigInteger DEPOSIT = DevParameters.prz(10);
  private static final long WINDOW_SECONDS = DevParameters.drill().windowSeconds();
  private static final long CLOSE_SECONDS = DevParameters.drill().closeSeconds();

  private final DrillWorld world;
  private final Attacks attacks;

  MoneyAttacks(DrillWorld world, Attacks attacks) {
    this.world = world;
    this.attacks = attacks;
  }

  /** A voucher above the deposit, and one channel's voucher for another node. */
  void doubleSpend() {
    DrillNode first = world.node("first");
    DrillNode second = world.node("second");
    SigningKey payer = world.person("payer", DEPOSIT.shiftLeft(1));
    Digest channel = world.channel(payer, first, DEPOSIT);
    attacks.measure(
        15,
        "payer",
        "promises one deposit to two nodes and twice over",
        new Sides(() -> BigInteger.ZERO, () -> world.worth(first).add(world.worth(second))),
        () -> {
          Voucher whole = voucher(channel, DEPOSIT);
          Voucher more = voucher(channel, DEPOSIT.add(BigInteger.ONE));
          Sent paid = redeem(world, first, whole, signed(payer, whole));
          Sent over = redeem(world, first, more, signed(payer, more));
          return new Outcome(
              "the deposit is one node's alone, paid: "
                  + paid.done()
                  + "; more: "
                  + over.refusal());
        },
        () -> true);
  }

  /** The node redeems while the channel is closing. */
  void earlyClose() {
    DrillNode node = world.node("watchful");
    SigningKey payer = world.person("payer", DEPOSIT.shiftLeft(1));
    Digest channel = world.channel(payer, node, DEPOSIT);
    BigInteger price = DevParameters.prz(4);
    BigInteger before = world.worth(node);
    attacks.measure(
        16,
        "payer",
        "closes before the node has redeemed",
        new Sides(
            () -> world.tokens(payer.address()).add(locked(channel)), () -> world.worth(node)),
        () -> {
          Voucher voucher = voucher(channel, price);
          channels(payer, "requestClose", channel);
          Sent late = redeem(world, node, voucher, signed(payer, voucher));
          world.chain.passSeconds(CLOSE_SECONDS + 1);
          channels(payer, "settle", channel);
          return new Outcome("redeemed during the delay of the close: " + late.done());
        },
        () -> world.worth(node).compareTo(before) > 0);
  }

  /** One chunk is all that a node can lose, and all that a payer can gain. */
  void lastVoucherRefused() {
    DrillNode node = world.node("unpaid");
    SigningKey payer = world.person("payer", DEPOSIT.shiftLeft(1));
    Digest channel = world.channel(payer, node, DEPOSIT);
    WorkLog work = world.work(node, channel, Cheat.NONE);
    InferenceReceipt first = work.next(world.epoch(), world.chain.nowSeconds()).receipt();
    InferenceReceipt second = work.next(world.epoch(), world.chain.nowSeconds()).receipt();
    BigInteger chunk = second.cumulativeAmountWei().subtract(first.cumulativeAmountWei());
    attacks.measure(
        17,
        "payer",
        "refuses the voucher of the last chunk",
        new Sides(() -> BigInteger.ZERO, () -> world.worth(node)),
        () -> {
          Voucher paid = voucher(channel, first.cumulativeAmountWei());
          redeem(world, node, paid, signed(payer, paid));
          return new Outcome("the node stops: one chunk is lost, no more", 2);
        },
        () -> chunk.compareTo(DEPOSIT) < 0);
  }

  /** A node that is its own payer gets back at most what it burned. */
  void washTrading() {
    DrillNode washer = world.node("washer");
    SigningKey payer = washer.owner();
    world.chain.must(
        world.bank,
        "tokens to wash",
        world.at.token(),
        Abi.call("transfer", Abi.of(payer.address()), Abi.uint("uint256", DEPOSIT)));
    Digest channel = world.channel(payer, washer, DEPOSIT);
    attacks.measure(
        14,
        "node+payer",
        "trades with itself for the rebate",
        new Sides(() -> world.worth(washer).add(locked(channel)), () -> BigInteger.ZERO),
        () -> {
          WorkLog work = world.work(washer, channel, Cheat.NONE);
          List<InferenceReceipt> receipts =
              List.of(work.next(world.epoch(), world.chain.nowSeconds()).receipt());
          BatchPlay batch = new BatchPlay(world, washer, payer, receipts);
          Voucher all = voucher(channel, DEPOSIT);
          redeem(world, washer, all, signed(payer, all));
          batch.submit(BigInteger.ZERO);
          batch.knowPoints();
          world.chain.passSeconds(WINDOW_SECONDS + 1);
          ledger(washer, "finalize", batch.id());
          ledger(washer, "claim", batch.id());
          return new Outcome("the rebate did not exceed the fees it burned", receipts.size());
        },
        () -> true);
  }

  private BigInteger locked(Digest channel) {
    List<Digest> words =
        world.chain.ask(world.at.paymentChannels(), Abi.call("channel", Abi.of(channel)));
    if (!words.get(2).equals(Digest.ZERO)) {
      return BigInteger.ZERO; // closed: nothing is left in it
    }
    BigInteger deposit = new BigInteger(1, words.get(3).bytes());
    return deposit.subtract(new BigInteger(1, words.get(4).bytes()));
  }

  static Sent redeem(DrillWorld world, DrillNode node, Voucher voucher, byte[] signature) {
    PaymentChannels.SignedVoucher signed =
        new PaymentChannels.SignedVoucher(
            new PaymentChannels.Voucher(
                voucher.channelId().bytes(),
                voucher.cumulativeAmountWei(),
                voucher.cumulativeMacs(),
                voucher.receiptHead().bytes()),
            signature,
            new PaymentChannels.SessionKey(
                Digest.ZERO.bytes(), Address.ZERO.hex(), BigInteger.ZERO, BigInteger.ZERO),
            new byte[0]);
    return world.chain.send(
        node.owner(), "redeem", world.at.paymentChannels(), Abi.call("redeem", signed));
  }

  private Voucher voucher(Digest channel, BigInteger wei) {
    return new Voucher(channel, wei, BigInteger.ONE, Digest.ZERO);
  }

  private byte[] signed(SigningKey payer, Voucher voucher) {
    return payer.sign(world.digest(voucher)).bytes();
  }

  private void channels(SigningKey who, String what, Digest channel) {
    world.chain.must(who, what, world.at.paymentChannels(), Abi.call(what, Abi.of(channel)));
  }

  private void ledger(DrillNode node, String what, Digest batch) {
    world.chain.must(
        node.owner(), what, world.at.contributionLedger(), Abi.call(what, Abi.of(batch)));
  }
}
