package io.peerz.finetune.duty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.finetune.aggregate.AdapterState;
import io.peerz.finetune.credit.HeldOutLosses;
import io.peerz.finetune.data.TokenizedExample;
import io.peerz.finetune.job.JobManifest;
import io.peerz.finetune.market.RoundResult;
import io.peerz.finetune.market.TaskView;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job that cannot be played costs its submitter time, and no honest node anything. */
class FaultyJobTest {
  private static final int NODES = 3;

  @TempDir Path folder;

  private TestSwarm swarm(LocalTraining training, HeldOutEvaluation evaluation) {
    TestSwarm swarm = new TestSwarm(folder, 2, NODES);
    for (int i = 0; i < NODES; i++) {
      TestNode node = swarm.join(true);
      node.start(
          swarm.market(),
          TestSwarm.addressOf(node),
          training,
          evaluation,
          training,
          UnaryOperator.identity());
    }
    return swarm;
  }

  private static void assertThatTheMoneyReturned(TestSwarm swarm) {
    assertThat(swarm.market().closed()).isTrue();
    assertThat(swarm.agreedAdapter().root()).isEqualTo(AdapterState.initial(Bowl.start()).root());
    assertThat(swarm.nodes()).allSatisfy(node -> assertThat(swarm.earned(node)).isZero());
    assertThat(swarm.market().bank().of(FakeBank.ESCROW)).isZero();
    assertThat(swarm.market().bank().of(FakeBank.BURNED)).isEqualTo(BigInteger.ZERO);
  }

  @Test
  void aLossThatIsNoNumberCostsNoBondAndTheMoneyReturns() {
    PeerzException diverged =
        new PeerzException(ErrorCode.BAD_REQUEST, "the loss is not a number at step 3");
    TestSwarm swarm = swarm(failing(diverged), Bowl.honest());

    swarm.play();

    assertThatTheMoneyReturned(swarm);
  }

  @Test
  void dataThatNobodyGivesCostsNoBondAndTheMoneyReturns() {
    TestSwarm swarm = swarm(Bowl.honest(), Bowl.honest());
    swarm.hideTrainingData();

    swarm.play();

    assertThatTheMoneyReturned(swarm);
  }

  @Test
  void aRoundThatCannotBeMeasuredIsAnsweredByEverySeatInTheSameWay() {
    TestSwarm swarm = swarm(Bowl.honest(), unmeasurable(ErrorCode.BAD_REQUEST));

    swarm.play();

    assertThatTheMoneyReturned(swarm);
    TaskView task = swarm.market().round(swarm.market().jobId(), 0).task().orElseThrow();
    assertThat(task.seats()).allMatch(seat -> seat.revealed());
    assertThat(task.agreed().map(RoundResult::isMeasured)).contains(false);
  }

  @Test
  void heldOutDataThatNobodyGivesIsAskedForAgainAndThenAnswered() {
    TestSwarm swarm = swarm(Bowl.honest(), unmeasurable(ErrorCode.PEER_UNREACHABLE));

    swarm.play();

    assertThatTheMoneyReturned(swarm);
  }

  private static LocalTraining failing(PeerzException e) {
    return Bowl.training(
        _ -> {
          throw e;
        });
  }

  private static HeldOutEvaluation unmeasurable(ErrorCode code) {
    return new HeldOutEvaluation() {
      @Override
      public boolean canMeasure(JobManifest manifest) {
        return true;
      }

      @Override
      public HeldOutLosses around(
          JobManifest manifest, AdapterState state, List<List<TokenizedExample>> batches) {
        throw new PeerzException(code, "this data cannot be measured");
      }
    };
  }

  @Test
  void aDutyThatFailsInAWayNobodyForesawKeepsNoOtherFromItsOwn() {
    TestSwarm swarm = new TestSwarm(folder, 1, 1);
    List<RoundNow> seen = new ArrayList<>();
    RoundDuty broken =
        _ -> {
          throw new ArithmeticException("an overflow in a stranger's numbers");
        };
    RoundDuty other =
        now -> {
          seen.add(now);
          return Progress.WAITING;
        };
    JobPlayer player =
        new JobPlayer(
            swarm.market(), new NodeFolder(folder.resolve("jobs")), List.of(broken, other));

    assertThatThrownBy(player::tick).isInstanceOf(ArithmeticException.class);
    assertThat(seen).hasSize(1);
  }
}
