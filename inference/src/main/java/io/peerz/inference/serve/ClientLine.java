package io.peerz.inference.serve;

import io.peerz.inference.wire.ServerMessage;
import io.peerz.proof.error.PeerzException;

/** How any thread of a session reaches the client that is attached to it. */
final class ClientLine {
  private final StreamInbox inbox;
  private final StreamOutlet outlet;

  ClientLine(StreamInbox inbox, StreamOutlet outlet) {
    this.inbox = inbox;
    this.outlet = outlet;
  }

  void send(ServerMessage message) {
    outlet.send(message);
  }

  /** Ends the stream with this reason; its own thread says so to the client. */
  void fail(PeerzException reason) {
    inbox.fail(reason);
  }
}
