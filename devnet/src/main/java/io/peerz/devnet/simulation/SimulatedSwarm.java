package io.peerz.devnet.simulation;

import io.peerz.inference.gossip.Registry;
import io.peerz.inference.serve.NodeIdentity;
import io.peerz.inference.swarm.DirectoryEntry;
import io.peerz.inference.swarm.NodeProbe;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.inference.wire.NodeDescription;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.id.ShardId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Nodes that gossip, and the registry they are in: who once registered stays there, alive or not.
 * Everybody serves a random range of layers. One thread; the same seed gives the same swarm.
 */
final class SimulatedSwarm implements Registry {
  static final Digest MODEL = Keccak.hash("simulated model");
  private static final int STEP = 4;

  private final int layers;
  private final SplittableRandom random;
  private final SimulatedTime time = new SimulatedTime();
  private final SimulatedNetwork network = new SimulatedNetwork(time);
  private final Map<Digest, DirectoryEntry> registered = new LinkedHashMap<>();
  private final List<SimulatedNode> living = new ArrayList<>();

  SimulatedSwarm(int layers, long seed) {
    this.layers = layers;
    this.random = new SplittableRandom(seed);
  }

  SimulatedTime time() {
    return time;
  }

  SplittableRandom random() {
    return random;
  }

  int layers() {
    return layers;
  }

  List<SimulatedNode> living() {
    return List.copyOf(living);
  }

  /** Somebody registers and begins to serve. */
  SimulatedNode join() {
    NodeIdentity identity = SimulatedNode.identity(registered.size());
    NodeAddress address = SimulatedNode.address(registered.size());
    int start = STEP * random.nextInt(layers / STEP);
    int end = Math.min(layers, start + STEP * (1 + random.nextInt(4)));
    ShardId shard = new ShardId(MODEL, start, end);
    registered.put(identity.nodeId(), SimulatedNode.entry(identity, address, shard));
    NodeDescription description =
        SimulatedNode.description(identity.nodeId(), shard, SimulatedNode.layerNanos(random));
    Place place = Place.random(random);
    GossipParty party = party(place, Optional.of(identity.nodeId()));
    party.speakAs(identity, address, description);
    SimulatedNode node = new SimulatedNode(identity, address, place, description, party);
    network.listen(node);
    living.add(node);
    return node;
  }

  /** A node stops, with a word or without. */
  void leave(SimulatedNode node, boolean farewell) {
    node.party().stop(farewell);
    living.remove(node);
    network.vanish(node);
  }

  /** Somebody who only listens. */
  GossipParty client(Place place) {
    return party(place, Optional.empty());
  }

  /** How a client at a place measures nodes. */
  NodeProbe probe(Place place) {
    return (address, first) ->
        network
            .at(address)
            .map(node -> new NodeProbe.Echo(node.description(), roundTripMicros(place, node)))
            .orElseThrow(
                () -> new PeerzException(ErrorCode.PEER_UNREACHABLE, address + " does not answer"));
  }

  @Override
  public List<DirectoryEntry> all() {
    return List.copyOf(registered.values());
  }

  @Override
  public Optional<DirectoryEntry> find(Digest nodeId) {
    return Optional.ofNullable(registered.get(nodeId));
  }

  private GossipParty party(Place place, Optional<Digest> self) {
    return new GossipParty(time, network, place, self, this, model -> all(), random.split());
  }

  private static long roundTripMicros(Place place, SimulatedNode node) {
    Duration oneWay = place.wayTo(node.place());
    return 2 * oneWay.toNanos() / 1_000;
  }
}
