package io.peerz.node.finetune;

import io.peerz.finetune.adapter.AdapterLineage;
import io.peerz.finetune.adapter.PeftAdapter;
import io.peerz.finetune.aggregate.AdapterState;
import io.peerz.finetune.blob.BlobFetcher;
import io.peerz.finetune.blob.BlobStore;
import io.peerz.finetune.duty.AdapterHistory;
import io.peerz.finetune.duty.JobLibrary;
import io.peerz.finetune.duty.LocalTraining;
import io.peerz.finetune.duty.LoraTraining;
import io.peerz.finetune.duty.NodeFolder;
import io.peerz.finetune.duty.UnitReplay;
import io.peerz.finetune.market.JobView;
import io.peerz.finetune.market.RoundMarket;
import io.peerz.finetune.wire.BlobClients;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.ledger.registry.NodeDirectory;
import io.peerz.node.chain.NetworkAccess;
import io.peerz.node.lifecycle.Closer;
import io.peerz.node.lifecycle.Waiting;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import io.peerz.proof.sign.SigningKey;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;

/**
 * Adapters for somebody who took no part: made from the updates that the chain names, fetched from
 * whoever holds them, and compared with the root on chain. What was fetched stays on disk.
 * Blocking.
 */
public final class AdapterArchive implements AutoCloseable {
  private static final Duration PEER_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration BLOB_TIMEOUT = Duration.ofMinutes(5);

  private final RoundMarket market;
  private final JobLibrary library;
  private final AdapterHistory history;
  private final Closer closer = new Closer();

  private AdapterArchive(NetworkAccess network, Path folder) {
    this.market =
        new ChainRoundMarket(
            network.chain(), network.sendAs(SigningKey.generate(new SecureRandom())));
    Vertx vertx = Vertx.vertx();
    closer.add("vertx", () -> Waiting.on(vertx.close()));
    BlobClients clients = closer.add("connections to blobs", new BlobClients(vertx, PEER_TIMEOUT));
    RegisteredHolders holders =
        new RegisteredHolders(clients, new NodeDirectory(network.chain()), Digest.ZERO);
    this.library =
        new JobLibrary(
            new BlobFetcher(new BlobStore(folder.resolve("blobs"))), holders, BLOB_TIMEOUT);
    this.history = new AdapterHistory(market, library, new NodeFolder(folder.resolve("jobs")));
  }

  /** Opens an archive that keeps its files in {@code folder}; the network stays the caller's. */
  public static AdapterArchive open(NetworkAccess network, Path folder) {
    return new AdapterArchive(network, folder);
  }

  /**
   * A job's adapter with its lineage.
   *
   * @param rounds after so many rounds; zero for all that are settled
   */
  public PeftAdapter adapter(Digest jobId, int rounds) {
    JobView job = market.job(jobId);
    int settled = job.closed() ? job.currentRound() + 1 : job.currentRound();
    Require.range(ErrorCode.NOT_FOUND, "settled rounds of the job", rounds, 0, settled);
    int behind = rounds == 0 ? settled : rounds;
    AdapterState state =
        behind == 0
            ? history.withRoot(job, job.firstAdapterRoot())
            : history.after(job, behind - 1);
    Digest parent = behind == 0 ? Digest.ZERO : market.round(jobId, behind - 1).baseRoot();
    return new PeftAdapter(
        library.manifest(job).recipe().lora(),
        state.adapter(),
        new AdapterLineage(job.modelId(), jobId, behind, parent, state.root()));
  }

  /**
   * How far an update that a unit revealed lies from a second training of that unit here; see
   * {@link io.peerz.finetune.duty.Replay}.
   *
   * @param round counted from zero
   * @param threads of one tensor operation
   */
  public double replay(Digest jobId, int round, int unit, ModelFolder model, int threads) {
    Digest modelId = model.manifest().modelId();
    int layers = model.config().geometry().layers();
    try (HeldBase base = new HeldBase(model, 0, layers, threads)) {
      LocalTraining alone =
          new LoraTraining(modelId, base.weights(), base.thread(), base.layersPerPiece());
      return new UnitReplay(market, library, history, alone).distance(jobId, round, unit);
    }
  }

  @Override
  public void close() {
    closer.close();
  }
}
