package io.peerz.devnet.cli;

import io.peerz.devnet.network.DevnetFolder;
import io.peerz.devnet.network.NetworkState;
import io.peerz.node.cli.Cli;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;

/** The network that an earlier {@code devnet up} left running. */
final class RunningNetwork {
  private RunningNetwork() {}

  static NetworkState of(Cli cli) {
    return new DevnetFolder(cli.home().devnet())
        .read()
        .orElseThrow(
            () ->
                new PeerzException(
                    ErrorCode.NOT_FOUND, "no devnet runs here; start one with `peerz devnet up`"));
  }
}
