package io.peerz.finetune.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.finetune.corpus.ByteTokens;
import io.peerz.finetune.corpus.Zorv;
import io.peerz.finetune.model.Batch;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DatasetSplitTest {
  private static final Digest SEED = Keccak.hash("seed");

  @Test
  void theOrderOfTheFileDoesNotMatterAndDuplicatesCountOnce() {
    List<TokenizedExample> examples = zorv(200);
    DatasetSplit split = DatasetSplit.of(examples, SEED);
    List<TokenizedExample> shuffled = new ArrayList<>(examples);
    shuffled.addAll(examples.subList(0, 50));
    Collections.shuffle(shuffled, new Random(1));
    DatasetSplit again = DatasetSplit.of(shuffled, SEED);

    assertThat(again.trainRoot()).isEqualTo(split.trainRoot());
    assertThat(again.heldOutRoot()).isEqualTo(split.heldOutRoot());
    assertThat(DatasetSplit.of(examples, Keccak.hash("other")).heldOutRoot())
        .isNotEqualTo(split.heldOutRoot());
  }

  @Test
  void nothingMeasuredIsTrainedOn() {
    DatasetSplit split = DatasetSplit.of(zorv(500), SEED);
    Set<String> trained = texts(split.train());

    assertThat(texts(split.heldOut())).noneMatch(trained::contains);
    assertThat(split.heldOut().size()).isBetween(40, 60);
  }

  @Test
  void tooLittleDataIsRefusedWithTheNumberNeeded() {
    List<TokenizedExample> few = zorv(15);

    assertThatThrownBy(() -> DatasetSplit.of(few, SEED))
        .isInstanceOf(PeerzException.class)
        .hasMessageContaining("20 are needed");
  }

  @Test
  void aUnitsBatchesFollowFromSeedRoundAndUnitAlone() {
    List<TokenizedExample> examples = zorv(100);
    Batch batch = new UnitBatches(examples, SEED, 2, 1, 4, 128).next();

    assertThat(new UnitBatches(examples, SEED, 2, 1, 4, 128).next())
        .usingRecursiveComparison()
        .isEqualTo(batch);
    assertThat(new UnitBatches(examples, SEED, 2, 0, 4, 128).next())
        .usingRecursiveComparison()
        .isNotEqualTo(batch);
    assertThat(new UnitBatches(examples, SEED, 3, 1, 4, 128).next())
        .usingRecursiveComparison()
        .isNotEqualTo(batch);
  }

  @Test
  void anExampleLongerThanARowIsRefused() {
    assertThatThrownBy(() -> new UnitBatches(zorv(5), SEED, 0, 0, 4, 20))
        .isInstanceOf(PeerzException.class)
        .hasMessageContaining("longest example");
  }

  private static List<TokenizedExample> zorv(int count) {
    return Examples.of(Zorv.translations(1, count));
  }

  private static Set<String> texts(List<TokenizedExample> examples) {
    return examples.stream().map(e -> ByteTokens.decode(e.tokens())).collect(Collectors.toSet());
  }
}
