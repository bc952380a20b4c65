package io.peerz.finetune.duty;

import io.peerz.finetune.aggregate.AdapterState;
import io.peerz.finetune.blob.BlobFetcher;
import io.peerz.finetune.blob.BlobStore;
import io.peerz.finetune.market.RoundMarket;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.journal.MemorySigningJournal;
import io.peerz.proof.journal.SigningJournal;
import io.peerz.proof.sign.SigningKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** A node of a test: everything that survives a kill. {@link #start} makes the rest anew. */
final class TestNode {
  private final Path disk;
  private final Digest nodeId;
  private final SigningKey key;
  private final SigningJournal journal = new MemorySigningJournal();
  private final BlobStore blobs;
  private final NodeAddress address;
  private final BlobHolders holders;
  private AdapterHistory history;
  private JobPlayer player;

  TestNode(Path folder, int number, BlobHolders holders) {
    this.disk = folder.resolve("node-" + number);
    this.nodeId = Keccak.hash("node " + number);
    this.key = SigningKey.of(Keccak.hash("key " + number).bytes());
    this.blobs = new BlobStore(disk.resolve("blobs"));
    this.address = new NodeAddress("127.0.0.1", 1000 + number, nodeId);
    this.holders = holders;
  }

  Digest nodeId() {
    return nodeId;
  }

  SigningKey key() {
    return key;
  }

  NodeAddress address() {
    return address;
  }

  BlobStore blobs() {
    return blobs;
  }

  /** Starts the node's duties; {@code bend} may change how it trains for pay. */
  void start(RoundMarket market, String blobAddress, Bowl bowl, UnaryOperator<RoundDuty> bend) {
    start(market, blobAddress, bowl, Bowl.honest(), Bowl.honest(), bend);
  }

  void start(
      RoundMarket market,
      String blobAddress,
      LocalTraining training,
      HeldOutEvaluation evaluation,
      LocalTraining replay,
      UnaryOperator<RoundDuty> bend) {
    NodeFolder folder = new NodeFolder(disk.resolve("jobs"));
    JobLibrary library = new JobLibrary(new BlobFetcher(blobs), holders, Duration.ofSeconds(30));
    history = new AdapterHistory(market, library, folder);
    Participant self = new Participant(nodeId, key, journal, FakeMarket.DOMAIN, blobAddress);
    UnitWorker worker = new UnitWorker(market, self, folder, blobs, library, history, training);
    SeatEvaluator evaluator =
        new SeatEvaluator(market, nodeId, folder, library, history, evaluation, replay);
    player =
        new JobPlayer(
            market,
            folder,
            List.of(
                bend.apply(worker),
                evaluator,
                new FeeCollector(market, nodeId),
                new RoundKeeper(market),
                new RoundSettler(history)));
  }

  boolean tick() {
    return player.tick();
  }

  /** The adapter that this node made itself after the job's last round. */
  AdapterState adapter(RoundMarket market, Digest jobId) {
    return history.after(market.job(jobId), market.job(jobId).currentRound());
  }
}
