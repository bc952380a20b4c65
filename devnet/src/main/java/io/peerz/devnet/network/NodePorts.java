package io.peerz.devnet.network;

import io.peerz.devnet.process.Ports;
import io.peerz.node.data.NodeFolder;

/**
 * The port of a node's shard server: the one it had before when that is free, so that its
 * registered endpoint stays true.
 */
final class NodePorts {
  private NodePorts() {}

  static int of(NodeFolder folder) {
    return folder.exists() ? Ports.preferred(folder.settings().listen().port()) : Ports.free();
  }
}
