package io.peerz.node.finetune;

import io.peerz.inference.wire.NodeAddress;
import io.peerz.ledger.registry.RegisteredNode;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Where the nodes that this one trains through are, by the registry. Blocks on the chain. */
final class StageNodes implements Supplier<List<NodeAddress>> {
  private final List<Digest> nodeIds;
  private final Function<Digest, Optional<RegisteredNode>> registry;

  StageNodes(List<Digest> nodeIds, Function<Digest, Optional<RegisteredNode>> registry) {
    this.nodeIds = List.copyOf(nodeIds);
    this.registry = registry;
  }

  @Override
  public List<NodeAddress> get() {
    return nodeIds.stream().map(this::address).toList();
  }

  private NodeAddress address(Digest nodeId) {
    RegisteredNode node =
        registry
            .apply(nodeId)
            .orElseThrow(
                () ->
                    new PeerzException(
                        ErrorCode.BAD_CONFIG,
                        "stage %s is not registered on this network; correct the setting stages"
                            .formatted(nodeId.hex())));
    Require.that(
        !node.jailed(),
        ErrorCode.BAD_CONFIG,
        "stage %s is jailed after a proved fault; name another one in the setting stages"
            .formatted(nodeId.hex()));
    return new NodeAddress(node.endpoint().host(), node.endpoint().port(), node.spkiHash());
  }
}
