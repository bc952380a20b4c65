package io.peerz.node.finetune;

import io.peerz.finetune.remote.LentLayers;
import io.peerz.finetune.remote.StageService;
import io.peerz.ledger.registry.NodeDirectory;
import io.peerz.node.log.OperatorLog;
import io.peerz.proof.cost.Geometry;
import io.vertx.core.Vertx;
import io.vertx.grpc.server.GrpcServer;

/** A node's layers on its port, for the nodes that it lends them to. */
public final class Lending implements AutoCloseable {
  private final StageService service;
  private final LentWork work;

  Lending(
      TuningSetup setup,
      LentLayers layers,
      Geometry geometry,
      NodeDirectory directory,
      Vertx vertx,
      OperatorLog log) {
    StageSettings stages = setup.stages();
    StakedGuests guests =
        new StakedGuests(stages.guests(), directory::byId, directory::minStakeWei);
    this.work = new LentWork(geometry, layers.layerStart(), layers.layerEnd(), guests::nodeOf, log);
    this.service = new StageService(vertx, layers, setup.spkiHash(), stages.limits(), guests, work);
  }

  void mount(GrpcServer server) {
    service.mount(server);
  }

  /** Guests that have a session now. */
  public int sessions() {
    return service.sessions();
  }

  public LentWork work() {
    return work;
  }

  @Override
  public void close() {
    service.close();
  }
}
