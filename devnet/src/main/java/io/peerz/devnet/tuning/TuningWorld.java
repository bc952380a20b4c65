package io.peerz.devnet.tuning;

import io.peerz.devnet.chain.ChainTime;
import io.peerz.devnet.chain.DevChain;
import io.peerz.devnet.network.DevParameters;
import io.peerz.devnet.network.FoundedChain;
import io.peerz.devnet.network.NodePlan;
import io.peerz.finetune.aggregate.AdapterState;
import io.peerz.finetune.blob.BlobSource;
import io.peerz.finetune.blob.BlobStore;
import io.peerz.finetune.duty.BlobHolders;
import io.peerz.finetune.duty.ExactEvaluation;
import io.peerz.finetune.duty.LoraTraining;
import io.peerz.finetune.job.JobAddress;
import io.peerz.finetune.job.JobBundle;
import io.peerz.finetune.stage.BaseWeights;
import io.peerz.finetune.tensor.TensorThread;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.inference.weights.ShardWeights;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.ledger.chain.TransactionSender;
import io.peerz.ledger.finetune.JobDesk;
import io.peerz.ledger.finetune.JobReader;
import io.peerz.node.finetune.ChainRoundMarket;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A founded chain, a client, and what nodes share on one machine: the model, the trainer, and each
 * other's blobs. Blocking, one thread.
 */
final class TuningWorld implements AutoCloseable {
  private static final int CLIENT_PORT = 900;
  private static final int FIRST_NODE_PORT = 1_000;

  private final Path disk;
  private final FoundedChain network;
  private final ChainTime time;
  private final ShardWeights exact;
  private final BaseWeights base;
  private final TensorThread thread = new TensorThread();
  private final Ways honest;
  private final SmallJob job;
  private final TransactionSender sender;
  private final Turns turns;
  private final BlobStore clientBlobs;
  private final NodeAddress client = new NodeAddress("127.0.0.1", CLIENT_PORT, Digest.ZERO);
  private final Map<NodeAddress, BlobSource> served = new HashMap<>();

  /** Founds the network on a chain that runs, with money for nodes of these names. */
  TuningWorld(DevChain chain, ModelFolder model, Path disk, List<String> names) {
    this.disk = disk;
    int layers = model.config().geometry().layers();
    this.network =
        FoundedChain.on(chain, model.manifest(), names.stream().map(TuningWorld::plan).toList());
    this.time = new ChainTime(chain.rpc());
    time.mineAtOnce();
    this.exact = model.loadLayers(0, layers);
    this.base = BaseWeights.of(exact);
    Digest modelId = model.manifest().modelId();
    this.honest =
        Ways.honest(
            new LoraTraining(modelId, base, thread, layers),
            new SharedEvaluation(new ExactEvaluation(modelId, exact, 2)));
    this.job = new SmallJob(model);
    this.sender = network.sender(FoundedChain.wallet());
    this.turns =
        new Turns(
            time,
            DevParameters.quick().epochBlocks(),
            new ChainRoundMarket(network.client(), sender));
    this.clientBlobs = new BlobStore(disk.resolve("client"));
    served.put(client, clientBlobs);
  }

  private static NodePlan plan(String name) {
    return new NodePlan(name, 0, 1, Set.of(), false);
  }

  /** A registered node with a stake. */
  MarketNode node(String name, BigInteger stakeWei) {
    MarketNode node = new MarketNode(network, plan(name), disk, FIRST_NODE_PORT + served.size());
    node.stake(stakeWei);
    served.put(node.address(), node.blobs());
    return node;
  }

  BlobHolders holders() {
    return first -> served.containsKey(first) ? List.of(served.get(first)) : List.of();
  }

  Ways honest() {
    return honest;
  }

  SmallJob job() {
    return job;
  }

  FoundedChain network() {
    return network;
  }

  JobReader reader() {
    return new JobReader(network.client());
  }

  long loss(MarketNode node, Digest jobId) {
    var view = node.market().job(jobId);
    return job.loss(exact, node.history().withRoot(view, view.adapterRoot()));
  }

  long lossBefore() {
    return job.loss(exact, job.firstState());
  }

  /** Funds and posts a job that begins with this adapter. */
  Digest post(int rounds, int units, AdapterState first) {
    JobBundle bundle = job.bundle(clientBlobs, first);
    JobDesk desk = new JobDesk(network.client(), sender, FoundedChain.wallet());
    return desk.post(
            job.offer(bundle.manifest(), rounds, units, time.obeys()),
            new JobAddress(client, bundle.manifestBlob()).format())
        .jobId();
  }

  /** Plays a job to its end, until every unit and every seat has its pay. */
  void play(Digest jobId, List<MarketNode> nodes) {
    turns.untilOver(jobId, nodes);
  }

  BigInteger walletWei() {
    return network.tokens(FoundedChain.wallet());
  }

  long walletTransactions() {
    return network.client().transactionCount(FoundedChain.wallet().address());
  }

  /** What the contracts of a job still hold. */
  BigInteger heldWei() {
    var at = network.client().contracts().deployment();
    return network
        .client()
        .tokenBalanceWei(at.fineTuneMarket())
        .add(network.client().tokenBalanceWei(at.committee()));
  }

  @Override
  public void close() {
    time.close();
    network.close();
    thread.close();
    base.close();
  }
}
