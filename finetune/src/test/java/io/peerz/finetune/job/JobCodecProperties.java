package io.peerz.finetune.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.finetune.aggregate.MergeRule;
import io.peerz.finetune.aggregate.OuterNesterov;
import io.peerz.finetune.data.TokenizedExample;
import io.peerz.finetune.update.UpdateEncoding;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.proof.cost.Geometry;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Keccak;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class JobCodecProperties {
  private static Recipe recipe(Random random) {
    return new Recipe(
        1 + random.nextInt(64),
        1 + random.nextInt(64),
        1 + random.nextInt(0x7f),
        10 + random.nextInt(90),
        1 + random.nextInt(16),
        2 + random.nextInt(512),
        1e-4 + random.nextDouble() / 2,
        random.nextInt(10),
        List.of(MergeRule.values()).get(random.nextInt(3)),
        new OuterNesterov(0.1 + random.nextDouble(), random.nextDouble()),
        List.of(UpdateEncoding.values()).get(random.nextInt(4)),
        random.nextDouble(),
        1 + random.nextInt(4),
        2 + random.nextInt(4));
  }

  private static JobManifest manifest(Random random) {
    return new JobManifest(
        Keccak.hash("base"),
        recipe(random),
        Keccak.hash("adapter"),
        Keccak.hash("blob"),
        refs(random, 4),
        refs(random, 5));
  }

  private static List<SliceRef> refs(Random random, int atLeast) {
    List<SliceRef> refs = new ArrayList<>();
    for (int i = atLeast + random.nextInt(9); i > 0; i--) {
      refs.add(new SliceRef(Keccak.hash("slice " + random.nextInt()), 1 + random.nextInt(999)));
    }
    return refs;
  }

  private static DataSlice slice(Random random) {
    List<TokenizedExample> examples = new ArrayList<>();
    for (int i = 1 + random.nextInt(5); i > 0; i--) {
      int[] tokens = random.ints(2 + random.nextInt(20), 0, Integer.MAX_VALUE).toArray();
      boolean[] learned = new boolean[tokens.length];
      learned[random.nextInt(learned.length)] = true;
      examples.add(new TokenizedExample(tokens, learned));
    }
    return new DataSlice(examples);
  }

  @Property(tries = 200)
  void recipeManifestAndSliceSurviveTheirBytes(@ForAll long seed) {
    Random random = new Random(seed);
    Recipe recipe = recipe(random);
    JobManifest manifest = manifest(random);
    byte[] slice = slice(random).encode();

    assertThat(Recipe.decode(recipe.encode())).isEqualTo(recipe);
    assertThat(JobManifest.decode(manifest.encode())).isEqualTo(manifest);
    assertThat(DataSlice.decode(slice).encode()).isEqualTo(slice);
  }

  @Property(tries = 300)
  void bentBytesAreRefusedOrMeanSomethingElse(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 7) int bit) {
    Random random = new Random(seed);
    byte[] manifest = manifest(random).encode();
    byte[] bent = manifest.clone();
    bent[random.nextInt(bent.length)] ^= (byte) (1 << bit);

    try {
      assertThat(JobManifest.decode(bent).encode()).isEqualTo(bent);
    } catch (PeerzException refused) {
      assertThat(refused).hasMessageMatching("(?s).{10,}");
    }
  }

  @Property(tries = 100)
  void cutOrLengthenedBytesAreRefused(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] manifest = manifest(random).encode();
    byte[] slice = slice(random).encode();

    for (int length : new int[] {random.nextInt(manifest.length), manifest.length + 1}) {
      assertThatThrownBy(() -> JobManifest.decode(Arrays.copyOf(manifest, length)))
          .isInstanceOf(PeerzException.class);
    }
    for (int length : new int[] {random.nextInt(slice.length), slice.length + 1}) {
      assertThatThrownBy(() -> DataSlice.decode(Arrays.copyOf(slice, length)))
          .isInstanceOf(PeerzException.class);
    }
  }

  @Property(tries = 100)
  void slicesCoverTheDataInOrder(
      @ForAll @IntRange(min = 1, max = 200) int examples, @ForAll long seed) {
    int slices = 1 + new Random(seed).nextInt(examples);
    List<TokenizedExample> all = new ArrayList<>();
    for (int i = 0; i < examples; i++) {
      all.add(new TokenizedExample(new int[] {i, i}, new boolean[2]));
    }

    List<DataSlice> cut = DataSlice.cut(all, slices);

    assertThat(cut).hasSize(slices);
    assertThat(cut.stream().flatMap(slice -> slice.examples().stream()).toList()).isEqualTo(all);
  }

  @Example
  void anEstimateNamesTheCeiling() {
    Geometry geometry = new Geometry(2, 64, 4, 2, 16, 160, 256, 1, 0);
    Recipe recipe = recipe(new Random(1));
    JobBudget budget =
        new JobBudget(
            4,
            3,
            BigInteger.valueOf(100),
            BigInteger.valueOf(900),
            1_000_000,
            7,
            BigInteger.TEN,
            BigInteger.valueOf(1000));

    CostEstimate estimate = CostEstimate.of(geometry, recipe, budget);

    assertThat(estimate.ceilingWei()).isEqualTo(4 * (100 + 900 + 70));
    assertThat(estimate.totalMacs())
        .isEqualTo(recipe.unitMacs(geometry).multiply(BigInteger.valueOf(12)));
    assertThat(estimate.weiPerGigaMac().multiply(estimate.totalMacs()))
        .isGreaterThanOrEqualTo(estimate.ceilingWei().multiply(BigInteger.TEN.pow(9)));
    assertThatThrownBy(() -> estimate.requireFunds(BigInteger.valueOf(4279)))
        .hasMessageContaining("4280");
  }

  @Example
  void aJobsAddressSurvivesItsText() {
    JobAddress address =
        new JobAddress(
            new NodeAddress("node.example", 4040, Keccak.hash("key")), Keccak.hash("manifest"));

    assertThat(JobAddress.parse(address.format())).isEqualTo(address);
    assertThatThrownBy(() -> JobAddress.parse("node.example:4040"))
        .isInstanceOf(PeerzException.class);
  }
}
