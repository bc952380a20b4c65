package io.peerz.inference.session;

import static io.peerz.proof.error.ErrorCode.PEER_MISBEHAVED;

import io.peerz.inference.wire.ClientMessage;
import io.peerz.inference.wire.ServerMessage;
import io.peerz.inference.wire.SessionStream;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;

/**
 * Question and answer on one stream: sends again what a busy node refused, and wants no surprises.
 */
final class HopConversation {
  private final SessionStream stream;
  private final SessionConfig config;

  HopConversation(SessionStream stream, SessionConfig config) {
    this.stream = stream;
    this.config = config;
  }

  void send(ClientMessage message) {
    stream.send(message);
  }

  /** Sends a message and returns its answer; a full queue is met with patience. */
  <T extends ServerMessage> T ask(ClientMessage message, Class<T> wanted) {
    for (int attempt = 0; ; attempt++) {
      stream.send(message);
      ServerMessage answer = stream.receive(config.stepTimeout());
      if (!(answer instanceof ServerMessage.Fault fault)) {
        return expect(answer, wanted);
      }
      if (fault.retryAfterMillis() == 0 || attempt >= config.busyRetries()) {
        throw fault.toException(stream.node().toString());
      }
      pause(fault.retryAfterMillis());
    }
  }

  <T extends ServerMessage> T receive(Class<T> wanted) {
    return expect(stream.receive(config.stepTimeout()), wanted);
  }

  void cut() {
    stream.close();
  }

  private <T extends ServerMessage> T expect(ServerMessage answer, Class<T> wanted) {
    if (answer instanceof ServerMessage.Fault fault) {
      throw fault.toException(stream.node().toString());
    }
    if (!wanted.isInstance(answer)) {
      throw new PeerzException(
          PEER_MISBEHAVED,
          stream.node()
              + " sent "
              + answer.getClass().getSimpleName()
              + " where "
              + wanted.getSimpleName()
              + " was due; try another node");
    }
    return wanted.cast(answer);
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeerzException(ErrorCode.CANCELLED, "interrupted while a node was busy", e);
    }
  }
}
