package io.peerz.devnet.bench;

import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.sign.Recovery;
import io.peerz.proof.sign.Signature;
import io.peerz.proof.sign.SigningKey;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/** Receipts that one thread signs and verifies in a second; the signatures, without the hashing. */
record SignatureRates(Samples signed, Samples verified) {
  private static final int ROUNDS = 7;
  private static final int PER_ROUND = 300;

  static SignatureRates measure() {
    SigningKey key = SigningKey.generate(new SecureRandom());
    List<Digest> digests = new ArrayList<>();
    for (int i = 0; i < PER_ROUND; i++) {
      digests.add(Keccak.hash("receipt " + i));
    }
    List<Signature> signatures = digests.stream().map(key::sign).toList();
    Runnable signing = () -> digests.forEach(key::sign);
    Runnable verifying = () -> verify(digests, signatures, key.address());
    signing.run(); // compiled before the clock runs
    verifying.run();
    return new SignatureRates(perSecond(signing), perSecond(verifying));
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

  private static void verify(List<Digest> digests, List<Signature> signatures, Address signer) {
    for (int i = 0; i < digests.size(); i++) {
      Recovery.requireSigner(digests.get(i), signatures.get(i), signer);
    }
  }
}
