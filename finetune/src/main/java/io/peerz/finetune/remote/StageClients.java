package io.peerz.finetune.remote;

import io.peerz.finetune.model.LlamaConfig;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.finetune.remote.proto.StageFrames.Describe;
import io.peerz.finetune.remote.proto.StageFrames.Description;
import io.peerz.finetune.remote.proto.StageFrames.Request;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.inference.wire.PinnedClients;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.ShardId;
import io.peerz.proof.sign.SigningKey;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;

/** Connections to nodes that lend layers. The methods block: call them on virtual threads. */
public final class StageClients implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final Duration callTimeout;
  private final PinnedClients clients;
  private final SecureRandom random = new SecureRandom();

  /**
   * Makes no connection yet.
   *
   * @param callTimeout of one call, its computing included
   */
  public StageClients(Vertx vertx, Duration callTimeout) {
    this.vertx = vertx;
    this.callTimeout = callTimeout;
    this.clients = new PinnedClients(vertx, CONNECT_TIMEOUT, StageProtocol.MAX_MESSAGE_BYTES);
  }

  /** Which layers a node lends. */
  public ShardId describe(NodeAddress node) {
    Description lent =
        call(node)
            .ask(Request.newBuilder().setDescribe(Describe.getDefaultInstance()), 0)
            .reply()
            .getDescription();
    ErrorCode blame = ErrorCode.PEER_MISBEHAVED;
    Require.range(blame, "layerEnd", lent.getLayerEnd(), 1, 0xffff);
    Require.range(blame, "layerStart", lent.getLayerStart(), 0, lent.getLayerEnd() - 1L);
    return new ShardId(
        StageProtocol.digest(lent.getModelId(), blame), lent.getLayerStart(), lent.getLayerEnd());
  }

  /**
   * Opens a session that begins at {@code start}.
   *
   * @param start the stage's part of the adapter
   * @param key of the node that trains
   */
  public RemoteStage open(
      NodeAddress node, StageTerms terms, LlamaConfig config, ParameterSet start, SigningKey key) {
    byte[] nonce = new byte[Digest.LENGTH];
    random.nextBytes(nonce);
    Payloads payloads = new Payloads(terms, config);
    Request.Builder request =
        Request.newBuilder().setOpen(terms.signed(node.spkiHash(), Digest.of(nonce), key));
    Digest session =
        StageProtocol.digest(
            call(node).ask(request, payloads.adapter(start), 0).reply().getSession(),
            ErrorCode.PEER_MISBEHAVED);
    return new RemoteStage(call(node), session, terms, payloads);
  }

  private StageCaller call(NodeAddress node) {
    return new StageCaller(vertx, clients, node, callTimeout);
  }

  @Override
  public void close() {
    clients.close();
  }
}
