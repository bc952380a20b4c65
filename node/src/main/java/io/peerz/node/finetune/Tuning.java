package io.peerz.node.finetune;

import io.peerz.finetune.blob.BlobFetcher;
import io.peerz.finetune.blob.BlobStore;
import io.peerz.finetune.duty.AdapterHistory;
import io.peerz.finetune.duty.ExactEvaluation;
import io.peerz.finetune.duty.JobLibrary;
import io.peerz.finetune.duty.JobPlayer;
import io.peerz.finetune.duty.LocalTraining;
import io.peerz.finetune.duty.LoraTraining;
import io.peerz.finetune.duty.NodeFolder;
import io.peerz.finetune.duty.Participant;
import io.peerz.finetune.duty.RoundDuty;
import io.peerz.finetune.duty.RoundKeeper;
import io.peerz.finetune.duty.RoundSettler;
import io.peerz.finetune.duty.SeatEvaluator;
import io.peerz.finetune.duty.UnitWorker;
import io.peerz.finetune.market.RoundMarket;
import io.peerz.finetune.stage.BaseWeights;
import io.peerz.finetune.tensor.TensorThread;
import io.peerz.finetune.tensor.Torch;
import io.peerz.finetune.wire.BlobClients;
import io.peerz.finetune.wire.BlobService;
import io.peerz.finetune.wire.HolderAddress;
import io.peerz.inference.serve.AdapterSource;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.inference.weights.ShardWeights;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.ledger.registry.NodeDirectory;
import io.peerz.node.data.NodeService;
import io.peerz.node.lifecycle.Closer;
import io.peerz.node.models.NodeBlobs;
import io.peerz.proof.id.Digest;
import io.vertx.core.Vertx;
import io.vertx.grpc.server.GrpcServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A node's part in fine-tuning. Made before the node listens, so that its blobs and adapters can be
 * served on the same port; started once others can reach it. PyTorch is loaded only when there is
 * something to train Blocking.
 */
public final class Tuning implements AutoCloseable {
  private static final Duration PEER_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration BLOB_TIMEOUT = Duration.ofMinutes(5);

  private final TuningSetup setup;
  private final RoundMarket market;
  private final ModelFolder model;
  private final NodeFolder folder;
  private final BlobStore blobs;
  private final BlobService blobService;
  private final JobLibrary library;
  private final AdapterHistory history;
  private final Closer closer = new Closer();

  /** Opens the node's blobs; nothing runs before {@link #start}. */
  public Tuning(TuningSetup setup, RoundMarket market, NodeDirectory directory, Vertx vertx) {
    this.setup = setup;
    this.market = market;
    this.model = ModelFolder.open(setup.model());
    this.folder = new NodeFolder(setup.folder().resolve("jobs"));
    this.blobs = new BlobStore(setup.folder().resolve("blobs"));
    this.blobService = new BlobService(vertx, NodeBlobs.of(blobs, model));
    BlobClients clients = closer.add("connections to blobs", new BlobClients(vertx, PEER_TIMEOUT));
    this.library =
        new JobLibrary(
            new BlobFetcher(blobs),
            new RegisteredHolders(clients, directory, setup.spkiHash()),
            BLOB_TIMEOUT);
    this.history = new AdapterHistory(market, library, folder);
  }

  /** Adds the blob service to the node's port. */
  public void mount(GrpcServer server) {
    blobService.mount(server);
  }

  public AdapterSource adapters() {
    return new AdapterShelf(market, history, library, model);
  }

  /** Begins the duties of the node's services, if it has any beside serving. */
  public void start(String host, int port) {
    Set<NodeService> services = setup.services();
    if (!services.contains(NodeService.TRAIN) && !services.contains(NodeService.EVALUATE)) {
      return;
    }
    Digest modelId = model.manifest().modelId();
    LocalTraining training = new DeferredTraining(modelId, this::training);
    String address = HolderAddress.format(new NodeAddress(host, port, setup.spkiHash()));
    List<RoundDuty> duties = new ArrayList<>();
    if (services.contains(NodeService.TRAIN)) {
      duties.add(worker(setup.lazy() ? new LazyTraining(training) : training, address));
    }
    if (services.contains(NodeService.EVALUATE)) {
      duties.add(evaluator(modelId, training));
    }
    duties.add(new RoundKeeper(market));
    duties.add(new RoundSettler(history));
    RoundLoop loop = new RoundLoop(new JobPlayer(market, folder, duties));
    loop.start();
    closer.add("rounds", loop);
  }

  /** Evaluators train too: they repeat a drawn unit. */
  private LocalTraining training() {
    Torch.threads(setup.threads());
    BaseWeights weights = closer.add("base weights", BaseWeights.of(wholeBase()));
    TensorThread thread = closer.add("tensor thread", new TensorThread());
    int layers = model.config().geometry().layers();
    return new LoraTraining(model.manifest().modelId(), weights, thread, layersPerStage(layers));
  }

  private ShardWeights wholeBase() {
    return model.loadLayers(0, model.config().geometry().layers());
  }

  private UnitWorker worker(LocalTraining training, String address) {
    Participant self =
        new Participant(
            setup.nodeId(), setup.signer(), setup.journal(), setup.marketDomain(), address);
    return new UnitWorker(market, self, folder, blobs, library, history, training);
  }

  /** Small models keep all activations; deep ones recompute a stage at a time. */
  private static int layersPerStage(int layers) {
    return layers <= 8 ? layers : 1;
  }

  private SeatEvaluator evaluator(Digest modelId, LocalTraining training) {
    ExactEvaluation evaluation = new ExactEvaluation(modelId, wholeBase(), setup.threads());
    return new SeatEvaluator(
        market, setup.nodeId(), folder, library, history, evaluation, training);
  }

  @Override
  public void close() {
    closer.close();
  }
}
