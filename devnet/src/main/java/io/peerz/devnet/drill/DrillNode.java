package io.peerz.devnet.drill;

import io.peerz.proof.announce.NodeBinding;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.sign.SigningKey;

/** A registered node; what it earns goes to its owner. */
record DrillNode(String name, SigningKey owner, SigningKey signer) {
  Digest id() {
    return NodeBinding.nodeIdOf(signer.address());
  }

  Address account() {
    return owner.address();
  }
}
