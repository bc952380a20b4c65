package io.peerz.node.finetune;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.finetune.data.TokenizedExample;
import io.peerz.finetune.duty.LocalTraining;
import io.peerz.finetune.duty.TrainedUnit;
import io.peerz.finetune.duty.UnitTask;
import io.peerz.finetune.job.JobManifest;
import io.peerz.finetune.param.Parameter;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.node.jobs.JobOrder;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DeferredTrainingTest {
  private static final Digest BASE = Keccak.hash("base");

  private final AtomicInteger loads = new AtomicInteger();

  private DeferredTraining deferred(LocalTraining training) {
    return new DeferredTraining(
        BASE,
        () -> {
          loads.incrementAndGet();
          return training;
        });
  }

  @Test
  void nothingIsLoadedBeforeThereIsSomethingToTrainAndThenOnce() {
    DeferredTraining training = deferred(new Diverging());
    assertThat(loads).hasValue(0);
    training.train(task());
    training.train(task());
    assertThat(loads).hasValue(1);
  }

  @Test
  void aLossThatIsNoNumberHandsInAnUpdateThatMovesNothing() {
    TrainedUnit unit = deferred(new Diverging()).train(task());
    assertThat(unit.update()).containsExactly(0, 0, 0);
  }

  private static UnitTask task() {
    ParameterSet start =
        new ParameterSet(List.of(new Parameter("p", new int[] {3}, new float[] {1, 2, 3})));
    return new UnitTask(
        JobOrder.DEFAULT.recipe(100, 10),
        start,
        List.of(new TokenizedExample(new int[2], new boolean[2])),
        Digest.ZERO,
        0,
        0);
  }

  /** A learning rate far too high. */
  private static final class Diverging implements LocalTraining {
    @Override
    public boolean canTrain(JobManifest manifest) {
      return true;
    }

    @Override
    public TrainedUnit train(UnitTask task) {
      throw new PeerzException(ErrorCode.BAD_REQUEST, "the loss is not a number at step 3");
    }
  }
}
