package io.peerz.devnet.network;

import io.peerz.devnet.chain.JsonRpc;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import io.peerz.proof.sign.SigningKey;
import java.math.BigInteger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.web3j.crypto.ContractUtils;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.TransactionEncoder;
import org.web3j.utils.Numeric;
import tools.jackson.databind.JsonNode;

/**
 * Sends the transactions that set up a new network, one behind the other without waiting in
 * between: a deployment then takes two blocks instead of a dozen. Fit for a chain of our own only,
 * where nobody else uses the key and gas is no concern.
 */
final class TransactionPipe {
  private static final BigInteger GAS_LIMIT = BigInteger.valueOf(6_000_000);
  private static final BigInteger TIP_WEI = BigInteger.ZERO;
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private final JsonRpc rpc;
  private final long chainId;
  private final Credentials keys;
  private final BigInteger maxFeeWei;
  private final Map<String, String> sent = new LinkedHashMap<>(); // hash to what it does
  private long nonce;

  TransactionPipe(JsonRpc rpc, SigningKey key) {
    this.rpc = rpc;
    this.chainId = rpc.chainId();
    this.keys = Credentials.create(Numeric.toHexString(key.exportSecret()));
    this.nonce =
        Long.decode(rpc.call("eth_getTransactionCount", keys.getAddress(), "latest").asString());
    this.maxFeeWei = Numeric.toBigInt(rpc.call("eth_gasPrice").asString()).multiply(BigInteger.TWO);
  }

  /** Sends the creation of a contract; its address is known before it is mined. */
  Address create(String what, String bytecode, String encodedArguments) {
    Address address =
        Address.ofHex(
            ContractUtils.generateContractAddress(keys.getAddress(), BigInteger.valueOf(nonce)));
    send(
        what,
        "",
        Numeric.prependHexPrefix(bytecode) + Numeric.cleanHexPrefix(encodedArguments),
        BigInteger.ZERO);
    return address;
  }

  void call(String what, Address contract, String data) {
    send(what, contract.hex(), data, BigInteger.ZERO);
  }

  void pay(String what, Address to, BigInteger wei) {
    send(what, to.hex(), "", wei);
  }

  private void send(String what, String to, String data, BigInteger wei) {
    RawTransaction transaction =
        RawTransaction.createTransaction(
            chainId, BigInteger.valueOf(nonce++), GAS_LIMIT, to, wei, data, TIP_WEI, maxFeeWei);
    String raw = Numeric.toHexString(TransactionEncoder.signMessage(transaction, keys));
    sent.put(rpc.call("eth_sendRawTransaction", raw).asString(), what);
  }

  /**
   * Returns the highest block of what was sent, once all of it is mined; a failed step ends with
   * its name.
   */
  long awaitAll() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    long highest = 0;
    for (Map.Entry<String, String> step : sent.entrySet()) {
      highest = Math.max(highest, minedIn(step.getKey(), step.getValue(), deadline));
    }
    sent.clear();
    return highest;
  }

  private long minedIn(String hash, String what, long deadline) {
    JsonNode receipt = rpc.call("eth_getTransactionReceipt", hash);
    while (!receipt.isObject()) {
      if (System.nanoTime() - deadline > 0) {
        throw new PeerzException(
            ErrorCode.TIMEOUT,
            "the chain did not mine '" + what + "' in " + PATIENCE.toSeconds() + " s");
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
      receipt = rpc.call("eth_getTransactionReceipt", hash);
    }
    if (!receipt.path("status").asString().equals("0x1")) {
      throw new PeerzException(
          ErrorCode.TRANSACTION_REVERTED, "'" + what + "' failed on chain in transaction " + hash);
    }
    return Long.decode(receipt.path("blockNumber").asString());
  }
}
