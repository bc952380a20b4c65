package io.peerz.finetune.duty;

import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.util.Map;
import java.util.TreeMap;

/** Money in whole wei: nothing is made and nothing lost, it only moves. */
final class FakeBank {
  static final Digest CLIENT = named(1);
  static final Digest ESCROW = named(2);
  static final Digest BURNED = named(3);

  private final Map<Digest, BigInteger> balances = new TreeMap<>();
  private final Map<Digest, BigInteger> locked = new TreeMap<>();

  private static Digest named(int last) {
    byte[] bytes = new byte[Digest.LENGTH];
    bytes[Digest.LENGTH - 1] = (byte) last;
    return Digest.of(bytes);
  }

  void mint(Digest to, long wei) {
    balances.merge(to, BigInteger.valueOf(wei), BigInteger::add);
  }

  BigInteger of(Digest account) {
    return balances.getOrDefault(account, BigInteger.ZERO);
  }

  BigInteger lockedOf(Digest account) {
    return locked.getOrDefault(account, BigInteger.ZERO);
  }

  void move(Digest from, Digest to, BigInteger wei) {
    if (wei.signum() < 0 || of(from).subtract(lockedOf(from)).compareTo(wei) < 0) {
      throw new AssertionError("account " + from.shortHex() + " cannot pay " + wei);
    }
    balances.merge(from, wei.negate(), BigInteger::add);
    balances.merge(to, wei, BigInteger::add);
  }

  void lock(Digest account, BigInteger wei) {
    locked.merge(account, wei, BigInteger::add);
    if (lockedOf(account).compareTo(of(account)) > 0) {
      throw new AssertionError("account " + account.shortHex() + " cannot lock " + wei);
    }
  }

  void unlock(Digest account, BigInteger wei) {
    locked.merge(account, wei.negate(), BigInteger::add);
    if (lockedOf(account).signum() < 0) {
      throw new AssertionError("account " + account.shortHex() + " never locked " + wei);
    }
  }

  BigInteger total() {
    return balances.values().stream().reduce(BigInteger.ZERO, BigInteger::add);
  }
}
