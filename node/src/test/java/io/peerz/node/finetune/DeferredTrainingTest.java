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
    DeferredTraining training = deferred(new Still());
    assertThat(loads).hasValue(0);
    training.train(task());
    training.train(task());
    assertThat(loads).hasValue(1);
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

  /** Trains nothing. */
  private static final class Still implements LocalTraining {
    @Override
    public boolean canTrain(JobManifest manifest) {
      return true;
    }

    @Override
    public TrainedUnit train(UnitTask task) {
      return new TrainedUnit(new float[3], Digest.ZERO);
    }
  }
}
