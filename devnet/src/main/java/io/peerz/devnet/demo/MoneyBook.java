package io.peerz.devnet.demo;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What went in and where it is now, to the last wei. Both sides are balances on chain, not sums of
 * what we believe was sent.
 */
record MoneyBook(Holdings before, Holdings after) {

  /** What the wallet, the channels and the rebate pool held before the prompt. */
  Map<String, BigInteger> in() {
    Map<String, BigInteger> in = new LinkedHashMap<>();
    in.put("wallet", before.walletWei());
    in.put("channels", before.channelsWei());
    in.put("rebatePool", before.poolWei());
    return in;
  }

  /** Where all of it is afterwards. */
  Map<String, BigInteger> out() {
    Map<String, BigInteger> out = new LinkedHashMap<>();
    out.put("wallet", after.walletWei());
    after
        .payoutsWei()
        .forEach(
            (name, wei) -> out.put("node " + name, wei.subtract(before.payoutsWei().get(name))));
    out.put("burned", before.supplyWei().subtract(after.supplyWei()));
    out.put("stillLocked", after.channelsWei());
    out.put("rebatePool", after.poolWei());
    return out;
  }

  BigInteger totalIn() {
    return sum(in());
  }

  BigInteger totalOut() {
    return sum(out());
  }

  boolean balances() {
    return totalIn().equals(totalOut());
  }

  private static BigInteger sum(Map<String, BigInteger> amounts) {
    return amounts.values().stream().reduce(BigInteger.ZERO, BigInteger::add);
  }
}
