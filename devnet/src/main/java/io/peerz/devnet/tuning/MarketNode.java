package io.peerz.devnet.tuning;

import io.peerz.devnet.network.FoundedChain;
import io.peerz.devnet.network.NodePlan;
import io.peerz.finetune.blob.BlobFetcher;
import io.peerz.finetune.blob.BlobStore;
import io.peerz.finetune.duty.AdapterHistory;
import io.peerz.finetune.duty.BlobHolders;
import io.peerz.finetune.duty.FeeCollector;
import io.peerz.finetune.duty.JobLibrary;
import io.peerz.finetune.duty.JobPlayer;
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
import io.peerz.ledger.registry.NodeDirectory;
import io.peerz.ledger.stake.Registration;
import io.peerz.ledger.stake.StakeDesk;
import io.peerz.node.finetune.ChainRoundMarket;
import io.peerz.proof.encode.Domain;
import io.peerz.proof.id.Digest;
import io.peerz.proof.journal.MemorySigningJournal;
import io.peerz.proof.sign.SigningKey;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A node with its keys, its blobs and its duties, as {@code peerz node run} has them; whoever holds
 * it says when it moves. Blocking, one thread.
 */
public final class MarketNode {
  private static final Duration BLOB_PATIENCE = Duration.ofSeconds(30);

  private final FoundedChain network;
  private final NodePlan plan;
  private final BlobStore blobs;
  private final NodeFolder folder;
  private final NodeAddress address;
  private final TransactionSender sender;
  private final Digest nodeId;
  private final ChainRoundMarket market;
  private AdapterHistory history;
  private JobPlayer player;

  /** Registers the node; the network must have money for it. */
  public MarketNode(FoundedChain network, NodePlan plan, Path disk, int port) {
    this.network = network;
    this.plan = plan;
    this.blobs = new BlobStore(disk.resolve(plan.name()).resolve("blobs"));
    this.folder = new NodeFolder(disk.resolve(plan.name()).resolve("jobs"));
    this.address = new NodeAddress("127.0.0.1", port, Digest.ZERO);
    this.sender = network.sender(owner());
    this.market = new ChainRoundMarket(network.client(), sender);
    this.nodeId =
        desk()
            .register(
                signer(),
                new Registration(
                    owner().address(),
                    Registration.TRAINS | Registration.EVALUATES,
                    new Endpoint("127.0.0.1", port),
                    Digest.ZERO));
  }

  private StakeDesk desk() {
    return new StakeDesk(network.client(), sender, owner());
  }

  private SigningKey owner() {
    return FoundedChain.owner(plan);
  }

  SigningKey signer() {
    return FoundedChain.signer(plan);
  }

  public void stake(BigInteger amountWei) {
    desk().stake(nodeId, amountWei);
  }

  public void joinCommittee() {
    new CommitteeDesk(network.client(), sender).join(nodeId);
  }

  void leaveCommittee() {
    new CommitteeDesk(network.client(), sender).resign(nodeId);
  }

  public Digest nodeId() {
    return nodeId;
  }

  public BlobStore blobs() {
    return blobs;
  }

  public NodeAddress address() {
    return address;
  }

  public RoundMarket market() {
    return market;
  }

  public AdapterHistory history() {
    return history;
  }

  /** What the owner has and what the node could still lose. */
  BigInteger worthWei() {
    return tokensWei().add(stakeWei());
  }

  BigInteger tokensWei() {
    return network.tokens(owner());
  }

  public BigInteger stakeWei() {
    return new NodeDirectory(network.client()).byId(nodeId).orElseThrow().stakeWei();
  }

  long transactions() {
    return network.client().transactionCount(owner().address());
  }

  /** What a signature of this node is for. */
  Domain domain() {
    ChainClient chain = network.client();
    return Domain.ofContract(
        "FineTuneMarket", chain.chainId(), chain.contracts().deployment().fineTuneMarket());
  }

  /** Takes up its duties; what was done before is remembered on disk. */
  void work(BlobHolders holders, Ways ways) {
    JobLibrary library = new JobLibrary(new BlobFetcher(blobs), holders, BLOB_PATIENCE);
    Participant self =
        new Participant(
            nodeId, signer(), new MemorySigningJournal(), domain(), HolderAddress.format(address));
    RoundMarket working = ways.working().apply(market);
    RoundMarket judging = ways.judging().apply(market);
    history = new AdapterHistory(market, library, folder);
    List<RoundDuty> duties =
        List.of(
            new UnitWorker(working, self, folder, blobs, library, history, ways.training()),
            new SeatEvaluator(
                judging, nodeId, folder, library, history, ways.evaluation(), ways.replay()),
            new FeeCollector(market, nodeId),
            new RoundKeeper(market),
            new RoundSettler(history));
    player = new JobPlayer(market, folder, duties);
  }

  /** Takes every step that is due; whether there was one. */
  boolean tick() {
    return player.tick();
  }
}
