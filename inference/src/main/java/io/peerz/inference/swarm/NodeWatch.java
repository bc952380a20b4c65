package io.peerz.inference.swarm;

import io.peerz.inference.route.Offer;
import io.peerz.inference.route.ServiceTime;
import io.peerz.inference.wire.NodeDescription;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a client knows of one node: recent round trips and the last description. The shortest of the
 * recent round trips is the link; longer ones tell of queues that come and go. Thread-safe.
 */
final class NodeWatch {
  private static final int SAMPLES = 8;
  private static final Duration FIRST_REST = Duration.ofSeconds(1);

  private final Deque<Long> roundTripMicros = new ArrayDeque<>();
  private Optional<NodeDescription> description = Optional.empty();
  private Optional<Instant> measuredAt = Optional.empty();
  private Instant restsUntil = Instant.MIN;
  private Instant failedAt = Instant.MIN;
  private Duration rest = Duration.ZERO;

  synchronized void measured(NodeDescription newDescription, long micros, Instant now) {
    if (roundTripMicros.size() == SAMPLES) {
      roundTripMicros.removeFirst();
    }
    roundTripMicros.addLast(micros);
    description = Optional.of(newDescription);
    measuredAt = Optional.of(now);
    restsUntil = Instant.MIN;
  }

  /**
   * Leaves the node out for a second; each failure that follows within {@code longest} of the last
   * rest doubles it, up to {@code longest}.
   */
  synchronized void failed(Instant now, Duration longest) {
    boolean again =
        failedAt.isAfter(Instant.MIN) && now.isBefore(failedAt.plus(rest).plus(longest));
    Duration next = again ? rest.multipliedBy(2) : FIRST_REST;
    rest = next.compareTo(longest) < 0 ? next : longest;
    failedAt = now;
    restsUntil = now.plus(rest);
  }

  synchronized boolean rests(Instant now) {
    return now.isBefore(restsUntil);
  }

  synchronized boolean isNew() {
    return measuredAt.isEmpty();
  }

  synchronized Optional<Duration> age(Instant now) {
    return measuredAt.map(at -> Duration.between(at, now));
  }

  /** Half the shortest recent round trip. */
  synchronized OptionalLong oneWayMicros() {
    return roundTripMicros.stream().mapToLong(micros -> micros / 2).min();
  }

  /** The node's offers: as it describes them, or as registered while it was never reached. */
  synchronized List<Offer> offers(DirectoryEntry entry) {
    return entry.shards().stream().flatMap(listing -> offer(entry, listing).stream()).toList();
  }

  private Optional<Offer> offer(DirectoryEntry entry, DirectoryEntry.Listing listing) {
    if (description.isEmpty()) {
      return Optional.of(offer(entry, listing, listing.pricePerGcuWei(), ServiceTime.UNKNOWN));
    }
    return description.get().shards().stream()
        .filter(shard -> shard.shard().equals(listing.shard()))
        .findFirst()
        .map(shard -> offer(entry, listing, shard.pricePerGcuWei(), service(shard)));
  }

  private static ServiceTime service(NodeDescription.Shard shard) {
    return new ServiceTime(
        shard.prefillNanosPerLayerToken(), shard.decodeNanosPerLayerToken(), shard.queuedTokens());
  }

  private static Offer offer(
      DirectoryEntry entry,
      DirectoryEntry.Listing listing,
      BigInteger pricePerGcuWei,
      ServiceTime service) {
    return new Offer(
        entry.nodeId(),
        entry.operator(),
        entry.signer(),
        entry.stakeWei(),
        listing.shard(),
        entry.address().host(),
        entry.address().port(),
        entry.address().spkiHash(),
        pricePerGcuWei,
        service,
        true);
  }
}
