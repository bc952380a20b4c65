package io.peerz.finetune.remote;

import io.peerz.finetune.model.LlamaConfig;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.finetune.pipeline.ModelParts;
import io.peerz.finetune.stage.BaseWeights;
import io.peerz.finetune.tensor.TensorThread;
import io.peerz.finetune.wire.TlsGrpcServer;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.inference.wire.TlsIdentity;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Servers that lend the layers of one model, each with its own part of the weights only. */
public final class Lenders implements AutoCloseable {
  /** More than a test needs. */
  public static final StageLimits AMPLE = new StageLimits(4, 1L << 30);

  private final Vertx vertx = Vertx.vertx();
  private final List<Lender> lenders = new ArrayList<>();
  private final List<String> heard = new CopyOnWriteArrayList<>();

  private record Lender(
      NodeAddress address,
      TlsGrpcServer server,
      StageService service,
      BaseWeights base,
      TensorThread thread) {}

  /** As many servers as fit, with {@code layersEach} layers. */
  public static Lenders of(
      Path folder,
      Digest modelId,
      LlamaConfig config,
      ParameterSet weights,
      int layersEach,
      StageLimits limits,
      Set<Address> guests) {
    Lenders lenders = new Lenders();
    for (int start = 0; start < config.layers(); start += layersEach) {
      lenders.add(folder, modelId, config, weights, start, start + layersEach, limits, guests);
    }
    return lenders;
  }

  private void add(
      Path folder,
      Digest modelId,
      LlamaConfig config,
      ParameterSet weights,
      int layerStart,
      int layerEnd,
      StageLimits limits,
      Set<Address> guests) {
    BaseWeights base = ModelParts.base(config, weights, layerStart, layerEnd);
    TensorThread thread = new TensorThread();
    TlsIdentity tls = TlsIdentity.create(folder.resolve("tls-" + layerStart + "-" + layerEnd));
    LentLayers layers =
        new LentLayers(modelId, config, layerStart, layerEnd, () -> base, thread, 1);
    StageService service =
        new StageService(vertx, layers, tls.spkiHash(), limits, guests::contains, watch());
    TlsGrpcServer server = new TlsGrpcServer(vertx, tls, "127.0.0.1", 0, service::mount);
    NodeAddress address = new NodeAddress("127.0.0.1", server.start().await(), tls.spkiHash());
    lenders.add(new Lender(address, server, service, base, thread));
  }

  public List<NodeAddress> addresses() {
    return lenders.stream().map(Lender::address).toList();
  }

  private LendingWatch watch() {
    return new LendingWatch() {
      @Override
      public void began(Address guest) {
        heard.add("began");
      }

      @Override
      public void stepped(Address guest, Shape shape) {
        heard.add("stepped");
      }

      @Override
      public void ended(Address guest, Shape shape, long steps) {
        heard.add("%d steps of %d rows".formatted(steps, shape.rows()));
      }
    };
  }

  /** What the lenders were told of their guests. */
  List<String> heard() {
    return List.copyOf(heard);
  }

  int sessions() {
    return lenders.stream().mapToInt(lender -> lender.service().sessions()).sum();
  }

  /** As if the machine had gone. */
  void stop(int number) {
    lenders.get(number).server().stop().await();
  }

  @Override
  public void close() {
    for (Lender lender : lenders) {
      lender.service().close();
      lender.thread().close();
    }
    vertx.close().await();
    lenders.forEach(lender -> lender.base().close());
  }
}
