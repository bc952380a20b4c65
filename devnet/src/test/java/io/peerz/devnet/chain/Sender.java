package io.peerz.devnet.chain;

import static org.awaitility.Awaitility.await;

import io.peerz.proof.id.Address;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.Hash;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.TransactionEncoder;
import org.web3j.utils.Numeric;
import tools.jackson.databind.JsonNode;

/** A funded account that signs here and sends plain transfers, as any wallet would. */
final class Sender {
  private static final BigInteger GAS = BigInteger.valueOf(21_000);
  private static final BigInteger MAX_FEE = BigInteger.valueOf(3_000_000_000L);

  private final Credentials keys = Credentials.create(Hash.sha3("0x" + "5e".repeat(8)));

  Address address() {
    return Address.ofHex(keys.getAddress());
  }

  /** Sends wei and returns the receipt of the mined transaction. */
  JsonNode transfer(URI rpc, Address to, long wei) {
    try (JsonRpc chain = new JsonRpc(rpc)) {
      BigInteger nonce =
          Numeric.toBigInt(
              chain.call("eth_getTransactionCount", keys.getAddress(), "latest").asString());
      RawTransaction transaction =
          RawTransaction.createEtherTransaction(
              DevGenesis.CHAIN_ID,
              nonce,
              GAS,
              to.hex(),
              BigInteger.valueOf(wei),
              BigInteger.ZERO,
              MAX_FEE);
      String raw = Numeric.toHexString(TransactionEncoder.signMessage(transaction, keys));
      String hash = chain.call("eth_sendRawTransaction", raw).asString();
      return await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> chain.call("eth_getTransactionReceipt", hash), receipt -> receipt.isObject());
    }
  }
}
