package io.peerz.devnet.explorer;

import io.peerz.node.data.HostPort;
import io.peerz.node.data.PeerzHome;
import java.net.URI;
import java.nio.file.Path;

/**
 * What an explorer is started with.
 *
 * @param gateway the API that pages chat with
 * @param index JDBC URL of an index that several explorers share; empty for a file of its own
 * @param devnet the network is one that everybody on this machine may play with
 */
public record ExplorerSetup(
    PeerzHome home, HostPort listen, URI gateway, String index, boolean devnet) {
  /** Where a running explorer writes its port. */
  public Path ports() {
    return home.explorer().resolve("ports");
  }
}
