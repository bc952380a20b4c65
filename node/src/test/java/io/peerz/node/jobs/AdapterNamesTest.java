package io.peerz.node.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.inference.weights.ModelFolder;
import io.peerz.inference.wire.AdapterRef;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdapterNamesTest {
  @TempDir Path folder;
  private TestOffice test;
  private JobRecord record;

  @BeforeEach
  void submit() {
    test = new TestOffice(folder);
    String file = test.upload(TestOffice.conversations(40)).id();
    record = test.office().submit(test.request(file));
  }

  private AdapterNames names(Digest base) {
    return new AdapterNames(test.market, test.office(), base);
  }

  private static Digest pebble() {
    return ModelFolder.open(TestOffice.PEBBLE).manifest().modelId();
  }

  @Test
  void aJobIsFoundByTheShortNameAndByItsWholeId() {
    AdapterRef first =
        new AdapterRef(record.digest(), test.market.job(record.digest()).adapterRoot());
    assertThat(names(pebble()).find(record.adapterName())).contains(first);
    assertThat(names(pebble()).find("ft:pebble-1.6m::" + record.jobId())).contains(first);
  }

  @Test
  void aNameOfAnotherFormIsNoAdapter() {
    assertThat(names(pebble()).find("pebble-1.6m")).isEmpty();
    assertThat(names(pebble()).find("ft:pebble-1.6m:x:../../etc")).isEmpty();
  }

  @Test
  void anAdapterOfAnotherBaseIsRefusedByName() {
    assertThatThrownBy(() -> names(Keccak.hash("other")).find(record.adapterName()))
        .isInstanceOf(PeerzException.class)
        .hasMessageContaining("belongs to base");
  }

  @Test
  void aCheckpointOfARoundThatIsNotSettledIsRefused() {
    assertThatThrownBy(() -> names(pebble()).find(record.adapterName() + ":ckpt-round-1"))
        .isInstanceOf(PeerzException.class)
        .hasMessageContaining("0 settled rounds");
  }

  @Test
  void aJobThatHasNotImprovedYetIsNotListed() {
    assertThat(names(pebble()).all()).isEmpty();
  }
}
