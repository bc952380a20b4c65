package io.peerz.devnet.drill;

import io.peerz.devnet.chain.JsonRpc;
import io.peerz.ledger.chain.RevertDecoder;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.sign.SigningKey;
import java.math.BigInteger;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.TransactionEncoder;
import org.web3j.utils.Numeric;
import tools.jackson.databind.JsonNode;

/**
 * The chain of a drill: one transaction at a time, from anybody, refused ones too. Where the chain
 * can be told to mine and to let time pass, it is; elsewhere the drill waits. Blocking, one thread.
 */
final class DrillChain implements AutoCloseable {
  private static final BigInteger GAS_LIMIT = BigInteger.valueOf(12_000_000);
  private static final long LOOK_EVERY_NANOS = 20_000_000;
  private static final long PATIENCE_NANOS = 60_000_000_000L;
  private static final Pattern REVERT_DATA = Pattern.compile("0x[0-9a-f]{8,}");

  private final JsonRpc rpc;
  private final long chainId;
  private final boolean obedient;
  private final List<Sent> log = new ArrayList<>();

  DrillChain(URI address) {
    this.rpc = new JsonRpc(address);
    this.chainId = rpc.chainId();
    this.obedient = mines();
  }

  private boolean mines() {
    try {
      rpc.call("evm_mine");
      return true;
    } catch (PeerzException notThisChain) {
      return false;
    }
  }

  /** Sends and waits; a transaction that the contract refuses is mined too, as failed. */
  Sent send(SigningKey from, String what, Address to, String data) {
    String refusal = refusal(from.address(), to, data);
    String hash = submit(from, to, data, BigInteger.ZERO);
    boolean done = mined(hash, what).path("status").asString().equals("0x1");
    Sent sent = new Sent(what, Digest.ofHex(hash), done, done ? "" : refusal);
    log.add(sent);
    return sent;
  }

  /** Sends what must not fail. */
  Sent must(SigningKey from, String what, Address to, String data) {
    Sent sent = send(from, what, to, data);
    if (!sent.done()) {
      throw new PeerzException(
          ErrorCode.TRANSACTION_REVERTED, "'" + what + "' was refused: " + sent.refusal());
    }
    return sent;
  }

  void pay(SigningKey from, Address to, BigInteger wei) {
    mined(submit(from, to, "", wei), "ether for " + to);
  }

  /** The first word that a call would return if it were sent now. */
  Digest result(SigningKey from, Address to, String data) {
    Map<String, String> call = Map.of("from", from.address().hex(), "to", to.hex(), "data", data);
    return Digest.ofHex(rpc.call("eth_call", call, "latest").asString().substring(0, 66));
  }

  /** What a view function returns, as words of 32 bytes. */
  List<Digest> ask(Address to, String data) {
    String hex = rpc.call("eth_call", Map.of("to", to.hex(), "data", data), "latest").asString();
    List<Digest> words = new ArrayList<>();
    for (int at = 2; at + 64 <= hex.length(); at += 64) {
      words.add(Digest.ofHex("0x" + hex.substring(at, at + 64)));
    }
    return words;
  }

  BigInteger askNumber(Address to, String data) {
    return new BigInteger(1, ask(to, data).getFirst().bytes());
  }

  /** Transactions since the last time this was asked. */
  List<Sent> takeLog() {
    List<Sent> taken = List.copyOf(log);
    log.clear();
    return taken;
  }

  /** Seconds on the clock of the last block. */
  long nowSeconds() {
    return Long.decode(
        rpc.call("eth_getBlockByNumber", "latest", false).path("timestamp").asString());
  }

  void passSeconds(long seconds) {
    if (obedient) {
      rpc.call("evm_increaseTime", seconds);
      rpc.call("evm_mine");
      return;
    }
    long until = nowSeconds() + seconds;
    while (nowSeconds() < until) {
      LockSupport.parkNanos(LOOK_EVERY_NANOS * 10);
    }
  }

  void awaitBlock(long number) {
    long missing = number - rpc.head();
    if (obedient && missing > 0) {
      rpc.call("anvil_mine", "0x" + Long.toHexString(missing));
    }
    while (rpc.head() < number) {
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
    }
  }

  private String refusal(Address from, Address to, String data) {
    try {
      rpc.call("eth_call", Map.of("from", from.hex(), "to", to.hex(), "data", data), "latest");
      return "";
    } catch (PeerzException e) {
      Matcher revert = REVERT_DATA.matcher(e.getMessage());
      return revert.find() ? RevertDecoder.words(revert.group(), e.getMessage()) : "reverted";
    }
  }

  private String submit(SigningKey from, Address to, String data, BigInteger wei) {
    Credentials keys = Credentials.create(Numeric.toHexString(from.exportSecret()));
    BigInteger nonce =
        Numeric.toBigInt(
            rpc.call("eth_getTransactionCount", from.address().hex(), "latest").asString());
    BigInteger fee = Numeric.toBigInt(rpc.call("eth_gasPrice").asString()).multiply(BigInteger.TWO);
    RawTransaction transaction =
        RawTransaction.createTransaction(
            chainId, nonce, GAS_LIMIT, to.hex(), wei, data, BigInteger.ZERO, fee);
    String hash =
        rpc.call(
                "eth_sendRawTransaction",
                Numeric.toHexString(TransactionEncoder.signMessage(transaction, keys)))
            .asString();
    if (obedient) {
      rpc.call("evm_mine");
    }
    return hash;
  }

  private JsonNode mined(String hash, String what) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (System.nanoTime() - deadline < 0) {
      JsonNode receipt = rpc.call("eth_getTransactionReceipt", hash);
      if (receipt.isObject()) {
        return receipt;
      }
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
    }
    throw new PeerzException(ErrorCode.TIMEOUT, "the chain did not mine '" + what + "'");
  }

  @Override
  public void close() {
    rpc.close();
  }
}
