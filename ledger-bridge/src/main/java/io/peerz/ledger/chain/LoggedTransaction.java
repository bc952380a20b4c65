package io.peerz.ledger.chain;

import io.peerz.proof.id.Address;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;

/**
 * A call that owns a nonce, with every form in which it was ever handed to the network.
 *
 * @param settled mined so deep that it needs no more watching
 */
public record LoggedTransaction(
    Address sender,
    long nonce,
    PreparedCall call,
    BigInteger gasLimit,
    List<Attempt> attempts,
    boolean settled) {

  public LoggedTransaction {
    attempts = List.copyOf(attempts);
    if (attempts.isEmpty()) {
      throw new IllegalArgumentException("a logged transaction has at least one attempt");
    }
  }

  Attempt latest() {
    return attempts.getLast();
  }

  LoggedTransaction with(Attempt attempt) {
    List<Attempt> all = Stream.concat(attempts.stream(), Stream.of(attempt)).toList();
    return new LoggedTransaction(sender, nonce, call, gasLimit, all, settled);
  }

  LoggedTransaction asSettled() {
    return new LoggedTransaction(sender, nonce, call, gasLimit, attempts, true);
  }
}
