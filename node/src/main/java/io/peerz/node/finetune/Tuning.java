package io.peerz.node.finetune;

import io.peerz.finetune.blob.BlobFetcher;
import io.peerz.finetune.blob.BlobStore;
import io.peerz.finetune.duty.AdapterHistory;
import io.peerz.finetune.duty.ExactEvaluation;
import io.peerz.finetune.duty.FeeCollector;
import io.peerz.finetune.duty.JobLibrary;
import io.peerz.finetune.duty.JobPlayer;
import io.peerz.finetune.duty.LocalTraining;
import io.peerz.finetune.duty.LoraTraining;
import io.peerz.finetune.duty.NodeFolder;
import io.peerz.finetune.duty.Participant;
import io.peerz.finetune.duty.PipelineTraining;
import io.peerz.finetune.duty.RoundDuty;
import io.peerz.finetune.duty.RoundKeeper;
import io.peerz.finetune.duty.RoundSettler;
import io.peerz.finetune.duty.SeatEvaluator;
import io.peerz.finetune.duty.UnitWorker;
import io.peerz.finetune.market.RoundMarket;
import io.peerz.finetune.model.LlamaCheckpoint;
import io.peerz.finetune.remote.LentLayers;
import io.peerz.finetune.remote.RemotePipeline;
import io.peerz.finetune.remote.StageClients;
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
import io.peerz.node.log.OperatorLog;
import io.peerz.node.models.NodeBlobs;
import io.peerz.proof.id.Digest;
import io.vertx.core.Vertx;
import io.vertx.grpc.server.GrpcServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A node's part in fine-tuning. Made before the node listens, so that its blobs, its adapters and
 * the layers it lends can be served on the same port; started once others can reach it. PyTorch is
 * loaded only when there is something to train. Blocking.
 */
public final class Tuning implements AutoCloseable {
  private static final Duration PEER_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration BLOB_TIMEOUT = Duration.ofMinutes(5);

  private final TuningSetup setup;
  private final RoundMarket market;
  private final NodeDirectory directory;
  private final Vertx vertx;
  private final ModelFolder model;
  private final NodeFolder folder;
  private final BlobStore blobs;
  private final BlobService blobService;
  private final JobLibrary library;
  private final AdapterHistory history;
  private final HeldBase base;
  private final Optional<Lending> lending;
  private final TrainLosses losses = new TrainLosses();
  private final Closer closer = new Closer();

  /** Opens the node's blobs; nothing runs before {@link #start}. */
  public Tuning(TuningSetup setup, RoundMarket market, NodeDirectory directory, Vertx vertx) {
    setup.stages().requireFit(setup.services());
    this.setup = setup;
    this.market = market;
    this.directory = directory;
    this.vertx = vertx;
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
    this.base = closer.add("training base", heldBase());
    this.lending = setup.stages().guests().isEmpty() ? Optional.empty() : Optional.of(lend());
  }

  /** The whole base where it trains or repeats units alone, else the layers that it has to lend. */
  private HeldBase heldBase() {
    boolean whole = setup.trains() && !setup.stages().isPipeline();
    return whole
        ? new HeldBase(model, 0, model.config().geometry().layers(), setup.threads())
        : new HeldBase(model, setup.layerStart(), setup.layerEnd(), setup.threads());
  }

  private Lending lend() {
    return closer.add(
        "lent layers",
        new Lending(
            setup, ownLayers(), model.config().geometry(), directory, vertx, new OperatorLog()));
  }

  private LentLayers ownLayers() {
    return base.lent(setup.layerStart(), setup.layerEnd());
  }

  /** Adds the blob service, and the layers that are lent, to the node's port. */
  public void mount(GrpcServer server) {
    blobService.mount(server);
    lending.ifPresent(lent -> lent.mount(server));
  }

  /** What this node lends to others, if it does. */
  public Optional<Lending> lending() {
    return lending;
  }

  /** What this node's monitors may know of its training. */
  public TrainLosses losses() {
    return losses;
  }

  public AdapterSource adapters() {
    return new AdapterShelf(market, history, library, model);
  }

  /** Begins the duties of the node's services, if it has any beside serving. */
  public void start(String host, int port) {
    if (!setup.trains()) {
      return;
    }
    Set<NodeService> services = setup.services();
    Digest modelId = model.manifest().modelId();
    LocalTraining training = training(modelId);
    String address = HolderAddress.format(new NodeAddress(host, port, setup.spkiHash()));
    List<RoundDuty> duties = new ArrayList<>();
    if (services.contains(NodeService.TRAIN)) {
      duties.add(worker(setup.lazy() ? new LazyTraining(training) : training, address));
    }
    if (services.contains(NodeService.EVALUATE)) {
      duties.add(evaluator(modelId, training));
      if (setup.collectsFees()) {
        duties.add(new FeeCollector(market, setup.nodeId()));
      }
    }
    duties.add(new RoundKeeper(market));
    duties.add(new RoundSettler(history));
    RoundLoop loop = new RoundLoop(new JobPlayer(market, folder, duties));
    loop.start();
    closer.add("rounds", loop);
  }

  /** Evaluators train too: they repeat a drawn unit, always alone. */
  private LocalTraining training(Digest modelId) {
    if (setup.stages().isPipeline()) {
      PipelineTraining pipeline = new PipelineTraining(pipeline(modelId));
      return new DeferredTraining(modelId, () -> pipeline);
    }
    return new DeferredTraining(
        modelId,
        () -> new LoraTraining(modelId, base.weights(), base.thread(), base.layersPerPiece()));
  }

  private RemotePipeline pipeline(Digest modelId) {
    StageSettings stages = setup.stages();
    StageNodes others =
        new StageNodes(
            stages.stages().stream().filter(id -> !id.equals(setup.nodeId())).toList(),
            directory::byId);
    others.get(); // a stage that is not registered is told at the start, not in the first round
    StageClients clients =
        closer.add("connections to stages", new StageClients(vertx, stages.timeout()));
    return new RemotePipeline(
        clients,
        others,
        stages.stages().contains(setup.nodeId()) ? Optional.of(ownLayers()) : Optional.empty(),
        modelId,
        LlamaCheckpoint.config(model.config()),
        setup.signer(),
        stages.precision());
  }

  private ShardWeights wholeBase() {
    return model.loadLayers(0, model.config().geometry().layers());
  }

  private UnitWorker worker(LocalTraining training, String address) {
    Participant self =
        new Participant(
            setup.nodeId(), setup.signer(), setup.journal(), setup.marketDomain(), address);
    UnitWorker worker = new UnitWorker(market, self, folder, blobs, library, history, training);
    worker.tellOfLosses(losses);
    return worker;
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
