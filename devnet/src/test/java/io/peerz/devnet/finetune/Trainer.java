package io.peerz.devnet.finetune;

import io.peerz.devnet.network.FoundedChain;
import io.peerz.devnet.network.NodePlan;
import io.peerz.finetune.blob.BlobFetcher;
import io.peerz.finetune.blob.BlobStore;
import io.peerz.finetune.duty.AdapterHistory;
import io.peerz.finetune.duty.BlobHolders;
import io.peerz.finetune.duty.HeldOutEvaluation;
import io.peerz.finetune.duty.JobLibrary;
import io.peerz.finetune.duty.JobPlayer;
import io.peerz.finetune.duty.LocalTraining;
import io.peerz.finetune.duty.NodeFolder;
import io.peerz.finetune.duty.Participant;
import io.peerz.finetune.duty.RoundDuty;
import io.peerz.finetune.duty.RoundKeeper;
import io.peerz.finetune.duty.RoundSettler;
import io.peerz.finetune.duty.SeatEvaluator;
import io.peerz.finetune.duty.UnitWorker;
import io.peerz.finetune.market.RoundMarket;
import io.peerz.finetune.wire.HolderAddress;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.TransactionSender;
import io.peerz.ledger.finetune.CommitteeDesk;
import io.peerz.ledger.registry.Endpoint;
import io.peerz.ledger.stake.Registration;
import io.peerz.ledger.stake.StakeDesk;
import io.peerz.node.finetune.ChainRoundMarket;
import io.peerz.proof.encode.Domain;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.journal.MemorySigningJournal;
import io.peerz.proof.sign.SigningKey;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A node of the test: its keys, its blobs and its duties, played on a thread of its own. */
final class Trainer {
  private static final long PAUSE_MILLIS = 200;

  private final FoundedChain network;
  private final NodePlan plan;
  private final Path disk;
  private final BlobStore blobs;
  private final NodeAddress address;
  private final TransactionSender sender;
  private final Digest nodeId;
  private final ChainRoundMarket market;
  private final List<RoundDuty> duties = new ArrayList<>();
  private AdapterHistory history;
  private volatile boolean stopped;
  private Thread thread;

  Trainer(FoundedChain network, NodePlan plan, Path folder, int port) {
    this.network = network;
    this.plan = plan;
    this.disk = folder.resolve(plan.name());
    this.blobs = new BlobStore(disk.resolve("blobs"));
    this.address = new NodeAddress("127.0.0.1", port, Digest.ZERO);
    SigningKey owner = FoundedChain.owner(plan);
    this.sender = network.sender(owner);
    this.market = new ChainRoundMarket(network.client(), sender);
    StakeDesk stake = new StakeDesk(network.client(), sender, owner);
    this.nodeId =
        stake.register(
            FoundedChain.signer(plan),
            new Registration(
                owner.address(),
                Registration.TRAINS | Registration.EVALUATES,
                new Endpoint("127.0.0.1", port),
                Digest.ZERO));
  }

  void stake(BigInteger amountWei) {
    SigningKey owner = FoundedChain.owner(plan);
    new StakeDesk(network.client(), sender, owner).stake(nodeId, amountWei);
  }

  void joinCommittee() {
    new CommitteeDesk(network.client(), sender).join(nodeId);
  }

  Digest nodeId() {
    return nodeId;
  }

  NodePlan plan() {
    return plan;
  }

  BlobStore blobs() {
    return blobs;
  }

  NodeAddress address() {
    return address;
  }

  AdapterHistory history() {
    return history;
  }

  RoundMarket market() {
    return market;
  }

  /** Begins to play; {@code worksOn} and {@code seesAs} may bend what it does to the chain. */
  void start(
      BlobHolders holders,
      LocalTraining training,
      LocalTraining replay,
      HeldOutEvaluation evaluation,
      UnaryOperator<RoundMarket> worksOn,
      UnaryOperator<RoundMarket> seesAs) {
    ChainClient chain = network.client();
    NodeFolder folder = new NodeFolder(disk.resolve("jobs"));
    JobLibrary library = new JobLibrary(new BlobFetcher(blobs), holders, Duration.ofSeconds(30));
    history = new AdapterHistory(market, library, folder);
    Domain domain =
        Domain.ofContract(
            "FineTuneMarket", chain.chainId(), chain.contracts().deployment().fineTuneMarket());
    Participant self =
        new Participant(
            nodeId,
            FoundedChain.signer(plan),
            new MemorySigningJournal(),
            domain,
            HolderAddress.format(address));
    duties.add(
        new UnitWorker(worksOn.apply(market), self, folder, blobs, library, history, training));
    duties.add(
        new SeatEvaluator(
            seesAs.apply(market), nodeId, folder, library, history, evaluation, replay));
    duties.add(new RoundKeeper(market));
    duties.add(new RoundSettler(history));
    JobPlayer player = new JobPlayer(market, folder, duties);
    thread = Thread.ofVirtual().name("trainer-" + plan.name()).start(() -> play(player));
  }

  private void play(JobPlayer player) {
    while (!stopped) {
      try {
        player.tick();
        Thread.sleep(PAUSE_MILLIS);
      } catch (PeerzException e) {
        System.getLogger("trainer").log(System.Logger.Level.WARNING, plan.name(), e);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  void stop() throws InterruptedException {
    stopped = true;
    if (thread != null) {
      thread.interrupt();
      thread.join();
    }
  }
}
