package io.peerz.devnet.bench;

import io.peerz.proof.encode.Domain;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.receipt.InferenceReceipt;
import io.peerz.proof.sign.Recovery;
import io.peerz.proof.sign.Signature;
import io.peerz.proof.sign.SigningKey;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Receipts that one thread hashes and signs, or hashes and verifies, in a second. */
record SignatureRates(Samples signed, Samples verified) {
  private static final int ROUNDS = 7;
  private static final int PER_ROUND = 300;
  private static final Domain LEDGER =
      Domain.ofContract("ContributionLedger", 20711, Address.ofHex("0x" + "01".repeat(20)));

  static SignatureRates measure() {
    SigningKey key = SigningKey.generate(new SecureRandom());
    List<InferenceReceipt> receipts =
        IntStream.range(0, PER_ROUND).mapToObj(SignatureRates::receipt).toList();
    List<Signature> signatures = new ArrayList<>();
    receipts.forEach(receipt -> signatures.add(key.sign(digest(receipt))));
    Runnable signing = () -> receipts.forEach(receipt -> key.sign(digest(receipt)));
    Runnable verifying = () -> verify(receipts, signatures, key.address());
    signing.run(); // compiled before the clock runs
    verifying.run();
    return new SignatureRates(perSecond(signing), perSecond(verifying));
  }

  private static Digest digest(InferenceReceipt receipt) {
    return LEDGER.digestOf(receipt.structHash());
  }

  private static InferenceReceipt receipt(int seq) {
    Digest name = Keccak.hash(new byte[] {1});
    BigInteger macs = BigInteger.valueOf(25_000_000L);
    BigInteger total = macs.multiply(BigInteger.valueOf(seq + 1L));
    return new InferenceReceipt(
        name,
        name,
        name,
        name,
        seq,
        0,
        2,
        32L * seq,
        32,
        0,
        macs,
        total,
        total,
        name,
        name,
        name,
        3,
        1_700_000_000L);
  }

  private static Samples perSecond(Runnable round) {
    return Samples.of(
        ROUNDS,
        () -> {
          long started = System.nanoTime();
          round.run();
          return PER_ROUND * 1e9 / (System.nanoTime() - started);
        });
  }

  private static void verify(
      List<InferenceReceipt> receipts, List<Signature> signatures, Address signer) {
    for (int i = 0; i < receipts.size(); i++) {
      Recovery.requireSigner(digest(receipts.get(i)), signatures.get(i), signer);
    }
  }
}
