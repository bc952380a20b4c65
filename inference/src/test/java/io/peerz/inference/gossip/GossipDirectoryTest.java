package io.peerz.inference.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.inference.route.ServiceTime;
import io.peerz.inference.swarm.DirectoryEntry;
import io.peerz.inference.wire.GossipMessage;
import io.peerz.proof.id.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whom a client lists. */
class GossipDirectoryTest {
  private static final Speaker ADA = Speaker.of("ada", 0, 4);
  private static final Speaker BOB = Speaker.of("bob", 4, 8);
  private static final Speaker CY = Speaker.of("cy", 4, 8);

  private Instant now = Instant.ofEpochSecond(1_800_000_000);
  private final ListedNodes registry = ListedNodes.of(ADA, BOB, CY);
  private final Roster roster = new Roster(registry, () -> now);
  private final NoticeBook book =
      new NoticeBook(roster, (signed, signer) -> {}, GossipConfig.defaults());
  private final Gossip gossip =
      new Gossip(Optional.empty(), roster, book, GossipConfig.defaults(), new SplittableRandom(1));
  private final GossipDirectory directory =
      new GossipDirectory(gossip, book, model -> registry.all(), () -> now);

  private List<Digest> listed() {
    return directory.active(Speaker.MODEL).stream().map(DirectoryEntry::nodeId).toList();
  }

  private void hear(Speaker... speakers) {
    for (Speaker speaker : speakers) {
      book.take(speaker.says(now), now);
    }
  }

  private void listen() {
    for (int i = 0; i < 3; i++) {
      gossip.closing(GossipMessage.NOTHING, now);
    }
  }

  @Test
  void beforeEnoughWasHeardTheRegistryStandsIn() {
    hear(ADA, BOB);
    assertThat(listed()).containsExactlyInAnyOrder(ADA.nodeId(), BOB.nodeId(), CY.nodeId());
    listen();
    assertThat(listed()).containsExactlyInAnyOrder(ADA.nodeId(), BOB.nodeId());
  }

  @Test
  void whoFellSilentIsListedOnlyWhereNobodyElseHoldsItsLayers() {
    listen();
    hear(ADA, BOB, CY);
    now = now.plusMillis(Speaker.LIFE_MILLIS);
    hear(ADA, CY);
    assertThat(listed()).containsExactlyInAnyOrder(ADA.nodeId(), CY.nodeId());

    now = now.plusMillis(Speaker.LIFE_MILLIS);
    hear(CY);
    assertThat(listed()).contains(ADA.nodeId(), CY.nodeId());
  }

  @Test
  void whoSaidFarewellIsNotListed() {
    listen();
    hear(ADA, BOB);
    now = now.plusSeconds(1);
    book.take(BOB.farewell(now), now);
    assertThat(listed()).doesNotContain(BOB.nodeId());
  }

  @Test
  void aListingSaysWhatTheNodeSays() {
    listen();
    hear(ADA, BOB);
    DirectoryEntry.Listing listing = directory.active(Speaker.MODEL).getFirst().shards().getFirst();
    assertThat(listing.said()).isEqualTo(new ServiceTime(2_000, 3_000, 4));
    assertThat(listing.pricePerGcuWei()).isEqualTo(10);
  }
}
