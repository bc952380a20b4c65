package io.peerz.ledger.chain;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import org.web3j.protocol.core.DefaultBlockParameter;

/** Finds out before a nonce is spent whether a call can succeed, and puts refusals into words. */
final class Preflight {
  private static final BigInteger FIVE = BigInteger.valueOf(5);
  private static final BigInteger FOUR = BigInteger.valueOf(4);

  private final ChainClient chain;
  private final Address from;

  Preflight(ChainClient chain, Address from) {
    this.chain = chain;
    this.from = from;
  }

  /** The estimate and a quarter more, because state may change before the call is mined. */
  BigInteger gasLimit(PreparedCall call) {
    try {
      BigInteger estimate = chain.estimateGas(from, call);
      if (estimate.compareTo(SenderLoop.GAS_LIMIT_CAP) > 0) {
        throw new PeerzException(
            ErrorCode.TRANSACTION_REVERTED,
            "cannot "
                + call.what()
                + ": it needs "
                + estimate
                + " gas, more than a transaction may use");
      }
      return estimate.multiply(FIVE).divide(FOUR).min(SenderLoop.GAS_LIMIT_CAP);
    } catch (RpcRefusal e) {
      throw refused(call, e);
    }
  }

  /** A node accepts a transaction that cannot pay and never mines it, so we look first. */
  void mustAfford(PreparedCall call, BigInteger gasLimit, Fees fees) {
    BigInteger need = call.valueWei().add(gasLimit.multiply(fees.maxFeeWei()));
    BigInteger have = chain.balanceWei(from);
    if (have.compareTo(need) < 0) {
      throw new PeerzException(
          ErrorCode.INSUFFICIENT_FUNDS,
          "account "
              + from
              + " cannot "
              + call.what()
              + ": it holds "
              + have
              + " wei and needs up to "
              + need
              + " wei for gas and value; fund it");
    }
  }

  PeerzException refused(PreparedCall call, RpcRefusal e) {
    if (e.cannotPay()) {
      return new PeerzException(
          ErrorCode.INSUFFICIENT_FUNDS,
          "account " + from + " cannot " + call.what() + ": " + e.getMessage() + "; fund it",
          e);
    }
    return new PeerzException(
        ErrorCode.TRANSACTION_REVERTED,
        "cannot " + call.what() + ": " + RevertDecoder.words(e.data(), e.getMessage()),
        e);
  }

  /** Replays a mined, failed call against its block to learn the reason. */
  PeerzException reverted(PreparedCall call, DefaultBlockParameter at, Digest hash) {
    try {
      chain.call(from, call, at);
      return new PeerzException(
          ErrorCode.TRANSACTION_REVERTED,
          "cannot " + call.what() + ": transaction " + hash + " failed; the state it met is gone");
    } catch (RpcRefusal e) {
      return refused(call, e);
    }
  }
}
