package io.peerz.devnet.simulation;

import io.peerz.inference.gossip.Gossip;
import io.peerz.inference.gossip.GossipConfig;
import io.peerz.inference.gossip.GossipDirectory;
import io.peerz.inference.gossip.NoticeBook;
import io.peerz.inference.gossip.NoticeWriter;
import io.peerz.inference.gossip.Registry;
import io.peerz.inference.gossip.Roster;
import io.peerz.inference.serve.NodeIdentity;
import io.peerz.inference.swarm.DirectorySource;
import io.peerz.inference.wire.GossipMessage;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.inference.wire.NodeDescription;
import io.peerz.proof.announce.SignedNotice;
import io.peerz.proof.encode.Domain;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * One party of the gossip with the clock and the connections of a simulated network: what {@code
 * Gossiper} and {@code GossipService} are in a real one. Signatures are made but not checked again
 * by every party.
 */
final class GossipParty {
  private static final GossipConfig CONFIG = GossipConfig.defaults();
  private static final Domain NODE_REGISTRY = Domain.ofContract("NodeRegistry", 1, Address.ZERO);

  private final SimulatedTime time;
  private final SimulatedNetwork network;
  private final Place place;
  private final NoticeBook book;
  private final Gossip gossip;
  private final DirectorySource directory;
  private Optional<NoticeWriter> writer = Optional.empty();
  private Instant nextBeat = Instant.MIN;
  private boolean running = true;

  /**
   * @param self empty for a client, which only listens
   * @param registry who may serve, and where
   * @param announced what nodes said of themselves on the chain, whether they live or not
   */
  GossipParty(
      SimulatedTime time,
      SimulatedNetwork network,
      Place place,
      Optional<Digest> self,
      Registry registry,
      DirectorySource announced,
      RandomGenerator random) {
    this.time = time;
    this.network = network;
    this.place = place;
    Roster roster = new Roster(registry, time);
    this.book = new NoticeBook(roster, (notice, signer) -> {}, CONFIG);
    this.gossip = new Gossip(self, roster, book, CONFIG, random);
    this.directory = new GossipDirectory(gossip, book, announced, time);
    time.after(Duration.ofMillis(random.nextLong(CONFIG.round().toMillis())), this::round);
  }

  /** From now on this party says what a node does. */
  void speakAs(NodeIdentity identity, NodeAddress address, NodeDescription description) {
    writer =
        Optional.of(
            new NoticeWriter(
                identity, NODE_REGISTRY, address, () -> description, this::life, CONFIG, time));
  }

  DirectorySource directory() {
    return directory;
  }

  GossipMessage answer(GossipMessage message) {
    return gossip.answer(message, time.instant());
  }

  /** Ends with or without a word. */
  void stop(boolean farewell) {
    if (farewell) {
      writer.ifPresent(NoticeWriter::farewell);
      nextBeat = Instant.MIN;
      speak();
    }
    running = false;
  }

  private void round() {
    if (running) {
      speak();
      time.after(CONFIG.round(), this::round);
    }
  }

  private void speak() {
    Instant now = time.instant();
    if (!now.isBefore(nextBeat)) {
      writer.flatMap(NoticeWriter::get).ifPresent(this::beat);
    }
    gossip.partners(now).forEach(this::exchange);
  }

  private void beat(SignedNotice notice) {
    gossip.say(notice, time.instant());
    nextBeat = time.instant().plusMillis(notice.notice().lifeMillis() / CONFIG.beatsOfLife());
  }

  private void exchange(NodeAddress partner) {
    network.ask(
        place,
        partner,
        gossip.opening(time.instant()),
        answer ->
            gossip
                .closing(answer, time.instant())
                .ifPresent(rest -> network.ask(place, partner, rest, nothing -> {})));
  }

  private Duration life() {
    return CONFIG.lifeAmong(book.serving(time.instant()));
  }
}
