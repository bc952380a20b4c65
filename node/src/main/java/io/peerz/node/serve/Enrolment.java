package io.peerz.node.serve;

import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.model.ModelDesk;
import io.peerz.ledger.registry.NodeDirectory;
import io.peerz.ledger.registry.RegisteredNode;
import io.peerz.node.units.Amounts;
import io.peerz.proof.announce.NodeBinding;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.manifest.ModelManifest;
import java.math.BigInteger;
import java.util.Optional;

/** What the chain must say before a node may serve; each refusal names the next step. */
final class Enrolment {
  private final ChainClient chain;
  private final NodeDirectory directory;

  Enrolment(ChainClient chain) {
    this.chain = chain;
    this.directory = new NodeDirectory(chain);
  }

  /** The node of a signing key, registered and with enough stake. */
  RegisteredNode require(Address signer, String name) {
    BigInteger minimumWei = directory.minStakeWei();
    RegisteredNode node =
        directory
            .bySigner(signer)
            .orElseThrow(
                () ->
                    new PeerzException(
                        ErrorCode.STAKE_TOO_LOW,
                        "node '%s' is not registered and has no stake; next: peerz node stake %s --node %s"
                            .formatted(name, Amounts.exact(minimumWei), name)));
    requireStake(node, minimumWei, name);
    if (node.jailed()) {
      throw new PeerzException(
          ErrorCode.STAKE_TOO_LOW,
          "node '%s' is jailed after a proved fault and may not serve; see: peerz node status"
              .formatted(name));
    }
    return node;
  }

  static void requireStake(RegisteredNode node, BigInteger minimumWei, String name) {
    BigInteger missingWei = minimumWei.subtract(node.stakeWei());
    if (missingWei.signum() > 0) {
      throw new PeerzException(
          ErrorCode.STAKE_TOO_LOW,
          "cannot serve: stake %s PRZ is below the minimum %s; next: peerz node stake %s --node %s"
              .formatted(
                  Amounts.exact(node.stakeWei()),
                  Amounts.exact(minimumWei),
                  Amounts.exact(missingWei),
                  name));
    }
  }

  /** A node as the registry has it now. */
  Optional<RegisteredNode> find(Digest nodeId) {
    return directory.byId(nodeId);
  }

  void requireModel(ModelManifest manifest) {
    if (new ModelDesk(chain).find(manifest.modelId()).isEmpty()) {
      throw new PeerzException(
          ErrorCode.MODEL_NOT_FOUND,
          "model '%s' (%s) is not registered on this network; check its files with: peerz model verify, or make it known with: peerz model register"
              .formatted(manifest.name(), manifest.modelId().shortHex()));
    }
  }

  /** The id that a signing key gives a node. */
  static Digest nodeIdOf(Address signer) {
    return NodeBinding.nodeIdOf(signer);
  }
}
