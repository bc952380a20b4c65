package io.peerz.devnet.drill;

import io.peerz.devnet.drill.Attacks.Outcome;
import io.peerz.devnet.drill.Attacks.Sides;
import io.peerz.devnet.network.DevParameters;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.receipt.InferenceReceipt;
import io.peerz.proof.sign.Signature;
import io.peerz.proof.sign.SigningKey;
import io.peerz.proof.voucher.Voucher;
import java.math.BigInteger;
import java.util.Arrays;

/** Messages signed twice, by the wrong key, or for another place. */
final class SignatureAttacks {
  private static final BigInteger ORDER =
      new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

  private final DrillWorld world;
  private final Attacks attacks;

  SignatureAttacks(DrillWorld world, Attacks attacks) {
    this.world = world;
    this.attacks = attacks;
  }

  void equivocation() {
    DrillNode liar = world.node("two-faced");
    SigningKey reporter = world.person("reporter", BigInteger.ZERO);
    attacks.measure(
        8,
        "node",
        "signs two receipts for one place in a session",
        new Sides(() -> world.worth(liar), () -> world.tokens(reporter.address())),
        () -> {
          InferenceReceipt a = receipt(liar);
          InferenceReceipt b = WorkLog.withOutput(a, Keccak.hash("another output"));
          Sent proof = prove(reporter, a, sign(liar.signer(), a), b, sign(liar.signer(), b));
          return new Outcome(proof.done() ? "proved on chain at once" : proof.refusal(), 2);
        },
        () -> slashable(liar).signum() == 0);
  }

  void selfReport() {
    DrillNode liar = world.node("self-reporter");
    attacks.measure(
        23,
        "reporter",
        "reports itself to rescue its stake",
        new Sides(() -> world.worth(liar), () -> BigInteger.ZERO),
        () -> {
          InferenceReceipt a = receipt(liar);
          InferenceReceipt b = WorkLog.withOutput(a, Keccak.hash("another output"));
          prove(liar.owner(), a, sign(liar.signer(), a), b, sign(liar.signer(), b));
          return new Outcome("a quarter came back, three quarters were burned", 2);
        },
        () -> world.worth(liar).multiply(BigInteger.valueOf(4)).equals(DrillWorld.STAKE_WEI));
  }

  void framedByAPayer() {
    DrillNode honest = world.node("framed");
    SigningKey payer = world.person("payer", BigInteger.ZERO);
    attacks.measure(
        18,
        "payer",
        "frames a node with a receipt it signed itself",
        new Sides(() -> world.tokens(payer.address()), () -> world.worth(honest)),
        () -> {
          InferenceReceipt a = receipt(honest);
          InferenceReceipt b = WorkLog.withOutput(a, Keccak.hash("forged"));
          Sent proof = prove(payer, a, sign(honest.signer(), a), b, sign(payer, b));
          return new Outcome("refused: " + proof.refusal());
        },
        () -> slashable(honest).equals(DrillWorld.STAKE_WEI));
  }

  void otherContract() {
    DrillNode honest = world.node("replayed");
    SigningKey thief = world.person("thief", BigInteger.ZERO);
    attacks.measure(
        26,
        "anyone",
        "uses a signature made for another contract",
        new Sides(() -> world.tokens(thief.address()), () -> world.worth(honest)),
        () -> {
          InferenceReceipt a = receipt(honest);
          InferenceReceipt b = WorkLog.withOutput(a, Keccak.hash("another output"));
          Digest elsewhere = world.at.domains().paymentChannels().digestOf(b.structHash());
          Sent proof =
              prove(thief, a, sign(honest.signer(), a), b, honest.signer().sign(elsewhere).bytes());
          return new Outcome("refused: " + proof.refusal());
        },
        () -> slashable(honest).equals(DrillWorld.STAKE_WEI));
  }

  /** The other solution of a signature's equation, and one that is too short. */
  void malleableSignature() {
    DrillNode honest = world.node("paid");
    SigningKey payer = world.person("payer", DevParameters.prz(20));
    Digest channel = world.channel(payer, honest, DevParameters.prz(10));
    attacks.measure(
        27,
        "anyone",
        "bends and cuts a voucher's signature",
        new Sides(() -> world.tokens(payer.address()), () -> world.worth(honest)),
        () -> {
          Voucher voucher = new Voucher(channel, DevParameters.prz(1), BigInteger.ONE, Digest.ZERO);
          byte[] good = payer.sign(world.digest(voucher)).bytes();
          Sent bent = MoneyAttacks.redeem(world, honest, voucher, malleable(good));
          Sent cut = MoneyAttacks.redeem(world, honest, voucher, Arrays.copyOf(good, 64));
          return new Outcome("refused: " + bent.refusal() + ", " + cut.refusal());
        },
        () -> true);
  }

  private static byte[] malleable(byte[] signature) {
    byte[] bent = signature.clone();
    BigInteger s = ORDER.subtract(new BigInteger(1, Arrays.copyOfRange(signature, 32, 64)));
    byte[] bytes = s.toByteArray();
    int skip = bytes.length > 32 ? 1 : 0;
    Arrays.fill(bent, 32, 64, (byte) 0);
    System.arraycopy(bytes, skip, bent, 64 - (bytes.length - skip), bytes.length - skip);
    bent[64] = (byte) (signature[64] == 27 ? 28 : 27);
    return bent;
  }

  private InferenceReceipt receipt(DrillNode node) {
    return world
        .work(node, Keccak.hash("a channel"), Cheat.NONE)
        .next(world.epoch(), world.chain.nowSeconds())
        .receipt();
  }

  private byte[] sign(SigningKey key, InferenceReceipt receipt) {
    Signature signature = key.sign(world.digest(receipt));
    return signature.bytes();
  }

  private Sent prove(
      SigningKey who, InferenceReceipt a, byte[] sigA, InferenceReceipt b, byte[] sigB) {
    return world.chain.send(
        who,
        "prove equivocation",
        world.at.disputeCourt(),
        Abi.call(
            "proveEquivocation",
            Abi.uint("uint8", 0),
            Abi.of(a.abiEncode()),
            Abi.of(sigA),
            Abi.of(b.abiEncode()),
            Abi.of(sigB)));
  }

  private BigInteger slashable(DrillNode node) {
    return world.chain.askNumber(world.at.nodeRegistry(), Abi.call("slashable", Abi.of(node.id())));
  }
}
