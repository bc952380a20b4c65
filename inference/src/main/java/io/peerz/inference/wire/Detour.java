package io.peerz.inference.wire;

import io.vertx.core.net.SocketAddress;
import java.util.ServiceLoader;

/**
 * Another way to where a node listens: an emulated link. It carries bytes only; TLS and its pinned
 * key still end at the node. Thread-safe.
 */
@FunctionalInterface
public interface Detour {
  /** The straight way. */
  Detour NONE = node -> SocketAddress.inetSocketAddress(node.port(), node.host());

  /** Where to connect to reach a node. */
  SocketAddress to(NodeAddress node);

  /**
   * The one that the class path brings, which a program of its own makes; else the straight way.
   */
  static Detour installed() {
    return ServiceLoader.load(Detour.class).findFirst().orElse(NONE);
  }
}
