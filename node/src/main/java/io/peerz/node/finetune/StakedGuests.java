package io.peerz.node.finetune;

import io.peerz.ledger.registry.RegisteredNode;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The signers of the nodes that layers are lent to, as long as those have their stake and are not
 * jailed. However many strangers knock, the chain is asked once in a few seconds. Thread-safe;
 * blocks on the chain.
 */
final class StakedGuests implements Predicate<Address> {
  private static final long FRESH_NANOS = 5_000_000_000L;

  private final List<Digest> nodeIds;
  private final Function<Digest, Optional<RegisteredNode>> registry;
  private final Supplier<BigInteger> minStakeWei;
  private Map<Address, Digest> nodes = Map.of();
  private long readAtNanos = System.nanoTime() - FRESH_NANOS;

  StakedGuests(
      List<Digest> nodeIds,
      Function<Digest, Optional<RegisteredNode>> registry,
      Supplier<BigInteger> minStakeWei) {
    this.nodeIds = List.copyOf(nodeIds);
    this.registry = registry;
    this.minStakeWei = minStakeWei;
  }

  @Override
  public synchronized boolean test(Address signer) {
    if (System.nanoTime() - readAtNanos >= FRESH_NANOS) {
      nodes = read();
      readAtNanos = System.nanoTime();
    }
    return nodes.containsKey(signer);
  }

  /** The node behind a signer that was let in. */
  synchronized Digest nodeOf(Address signer) {
    return nodes.getOrDefault(signer, Digest.ZERO);
  }

  private Map<Address, Digest> read() {
    BigInteger minimumWei = minStakeWei.get();
    Map<Address, Digest> found = new HashMap<>();
    for (Digest nodeId : nodeIds) {
      registry
          .apply(nodeId)
          .filter(node -> !node.jailed() && node.stakeWei().compareTo(minimumWei) >= 0)
          .ifPresent(node -> found.put(node.signer(), nodeId));
    }
    return found;
  }
}
