package io.peerz.finetune.duty;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.finetune.aggregate.AdapterState;
import io.peerz.finetune.aggregate.MergeRule;
import io.peerz.finetune.aggregate.OuterNesterov;
import io.peerz.finetune.blob.BlobSource;
import io.peerz.finetune.blob.BlobStore;
import io.peerz.finetune.blob.ChunkList;
import io.peerz.finetune.data.DatasetSplit;
import io.peerz.finetune.data.TokenizedExample;
import io.peerz.finetune.job.JobAddress;
import io.peerz.finetune.job.JobBudget;
import io.peerz.finetune.job.JobBundle;
import io.peerz.finetune.job.JobManifest;
import io.peerz.finetune.job.Recipe;
import io.peerz.finetune.job.SliceRef;
import io.peerz.finetune.update.UpdateEncoding;
import io.peerz.finetune.wire.HolderAddress;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Nodes around one fake market and one job, played until nobody has anything left to do. */
final class TestSwarm {
  private static final BigInteger UNIT_MACS = BigInteger.valueOf(1_000_000);
  private static final int MAX_TICKS = 20_000;
  private static final long STEP_SECONDS = 5;
  private static final NodeAddress SUBMITTER = new NodeAddress("127.0.0.1", 1, Digest.ZERO);

  private final Map<NodeAddress, BlobSource> served = new HashMap<>();
  private final List<TestNode> nodes = new ArrayList<>();
  private final Path folder;
  private final FakeMarket market;
  private final JobManifest manifest;

  TestSwarm(Path folder, int rounds, int units) {
    this(
        folder,
        rounds,
        units,
        store ->
            JobBundle.build(
                store,
                Keccak.hash("base"),
                recipe(),
                DatasetSplit.of(examples(), Keccak.hash("split")),
                Bowl.start()));
  }

  TestSwarm(Path folder, int rounds, int units, Function<BlobStore, JobBundle> job) {
    this.folder = folder;
    BlobStore submitter = new BlobStore(folder.resolve("submitter"));
    served.put(SUBMITTER, submitter);
    JobBundle bundle = job.apply(submitter);
    this.manifest = bundle.manifest();
    JobBudget budget =
        new JobBudget(
            rounds,
            units,
            BigInteger.valueOf(units * 1_000L),
            BigInteger.valueOf(units * 20_000L),
            200_000_000L,
            5,
            BigInteger.ZERO,
            bond(units));
    this.market =
        new FakeMarket(
            manifest, budget, UNIT_MACS, new JobAddress(SUBMITTER, bundle.manifestBlob()).format());
  }

  /** What a unit of a round with so many units puts at risk. */
  static BigInteger bond(int units) {
    return BigInteger.valueOf(units * 21_000L);
  }

  private static Recipe recipe() {
    return new Recipe(
        4,
        8,
        0x7f,
        20,
        2,
        16,
        1e-2,
        2,
        MergeRule.MEAN,
        OuterNesterov.DEFAULT,
        UpdateEncoding.DENSE_INT8,
        1,
        2,
        8);
  }

  private static List<TokenizedExample> examples() {
    return IntStream.range(0, 100)
        .mapToObj(i -> new TokenizedExample(new int[] {i, 1, 2}, new boolean[] {false, true, true}))
        .toList();
  }

  FakeMarket market() {
    return market;
  }

  List<TestNode> nodes() {
    return nodes;
  }

  /** A node that is not started yet. */
  TestNode join(boolean evaluates) {
    TestNode node = new TestNode(folder, nodes.size(), this::holders);
    market.register(node.nodeId(), node.key().address(), evaluates);
    served.put(node.address(), node.blobs());
    nodes.add(node);
    return node;
  }

  TestNode join(Behaviour behaviour) {
    TestNode node = join(true);
    behaviour.start(node, market);
    return node;
  }

  List<TestNode> join(Behaviour behaviour, int nodes) {
    List<TestNode> joined = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      joined.add(join(behaviour));
    }
    return joined;
  }

  /** The submitter keeps his training data to himself, though not what is measured with. */
  void hideTrainingData() {
    Set<Digest> hidden =
        manifest.train().stream().map(SliceRef::blob).collect(Collectors.toUnmodifiableSet());
    served.computeIfPresent(SUBMITTER, (_, all) -> new Secretive(all, hidden));
  }

  private record Secretive(BlobSource all, Set<Digest> hidden) implements BlobSource {
    @Override
    public String name() {
      return all.name();
    }

    @Override
    public ChunkList describe(Digest root) {
      Require.that(!hidden.contains(root), ErrorCode.NOT_FOUND, "no such blob");
      return all.describe(root);
    }

    @Override
    public byte[] read(Digest root, int chunkStart, int chunks) {
      return all.read(root, chunkStart, chunks);
    }
  }

  private List<BlobSource> holders(NodeAddress first) {
    BlobSource holder = served.get(first);
    return holder == null ? List.of() : List.of(holder);
  }

  /** Lets every node take its steps; time passes when nobody can. */
  void play() {
    int idle = 0;
    for (int tick = 0; tick < MAX_TICKS && idle < 40; tick++) {
      boolean moved = false;
      for (TestNode node : nodes) {
        moved |= node.tick();
      }
      if (!moved) {
        market.advance(STEP_SECONDS);
        idle = market.closed() ? idle + 1 : 0;
      }
    }
    assertThat(market.closed()).as("the job ends").isTrue();
  }

  BigInteger earned(TestNode node) {
    return market.earnings(node.nodeId());
  }

  /** The one final adapter: every node made the same, and it is the one on chain. */
  AdapterState agreedAdapter() {
    List<AdapterState> made =
        nodes.stream().map(node -> node.adapter(market, market.jobId())).toList();
    assertThat(made)
        .allSatisfy(
            state -> assertThat(state.root()).isEqualTo(market.job(market.jobId()).adapterRoot()));
    return made.getFirst();
  }

  static String addressOf(TestNode node) {
    return HolderAddress.format(node.address());
  }
}
