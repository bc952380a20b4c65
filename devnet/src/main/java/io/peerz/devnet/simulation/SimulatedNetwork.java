package io.peerz.devnet.simulation;

import io.peerz.inference.wire.GossipMessage;
import io.peerz.inference.wire.NodeAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Carries questions and answers between parties, each way as long as their places are apart. */
final class SimulatedNetwork {
  private final SimulatedTime time;
  private final Map<NodeAddress, SimulatedNode> listening = new HashMap<>();

  SimulatedNetwork(SimulatedTime time) {
    this.time = time;
  }

  void listen(SimulatedNode node) {
    listening.put(node.address(), node);
  }

  void vanish(SimulatedNode node) {
    listening.remove(node.address());
  }

  Optional<SimulatedNode> at(NodeAddress address) {
    return Optional.ofNullable(listening.get(address));
  }

  /** Asks and hears an answer later, or never where nobody listens by then. */
  void ask(Place from, NodeAddress to, GossipMessage message, Consumer<GossipMessage> onAnswer) {
    Optional<SimulatedNode> target = at(to);
    if (target.isEmpty()) {
      return;
    }
    Duration way = from.wayTo(target.get().place());
    time.after(
        way,
        () ->
            at(to)
                .ifPresent(
                    node -> {
                      GossipMessage answer = node.party().answer(message);
                      time.after(way, () -> onAnswer.accept(answer));
                    }));
  }
}
