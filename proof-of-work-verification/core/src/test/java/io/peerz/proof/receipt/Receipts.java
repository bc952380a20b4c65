package io.peerz.proof.receipt;

import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.sign.SigningKey;
import java.math.BigInteger;

/** Valid receipts for tests, varied by a seed. */
final class Receipts {
  static final SigningKey NODE = SigningKey.of(Keccak.hash("test node key").bytes());
  static final SigningKey REQUESTER = SigningKey.of(Keccak.hash("test requester key").bytes());

  private Receipts() {}

  static InferenceReceipt receipt(long seed) {
    BigInteger macs = BigInteger.valueOf(seed & 0xffff_ffffL);
    return new InferenceReceipt(
        digest("node"),
        digest("session" + seed),
        digest("channel"),
        digest("model"),
        seed & 0xffff_ffffL,
        (int) (seed & 7),
        8 + (int) (seed & 7),
        seed & 0xffff,
        1 + (seed & 31),
        (int) (seed & 3),
        macs,
        macs.shiftLeft(3),
        macs.shiftRight(2),
        digest("in" + seed),
        digest("out" + seed),
        Digest.ZERO,
        seed & 0xfff,
        seed & 0xff_ffff_ffffL);
  }

  static SignedReceipt signed(long seed) {
    InferenceReceipt receipt = receipt(seed);
    boolean onTime = (seed & 1) == 1;
    return new SignedReceipt(
        receipt,
        NODE.sign(receipt.structHash()),
        onTime,
        REQUESTER.sign(Delivery.of(receipt, onTime).structHash()));
  }

  private static Digest digest(String label) {
    return Keccak.hash(label);
  }
}
