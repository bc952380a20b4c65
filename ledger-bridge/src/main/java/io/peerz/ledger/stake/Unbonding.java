package io.peerz.ledger.stake;

import java.math.BigInteger;

/** Stake on its way out; it can be slashed until it is withdrawn. */
public record Unbonding(int index, BigInteger amountWei, long releaseAtSeconds) {}
