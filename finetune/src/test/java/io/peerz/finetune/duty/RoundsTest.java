package io.peerz.finetune.duty;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.finetune.aggregate.AdapterState;
import io.peerz.finetune.market.RoundView;
import io.peerz.finetune.market.UnitStatus;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoundsTest {
  private static final int ROUNDS = 8;

  @TempDir Path folder;

  private TestSwarm honest(Path where, int rounds, int nodes) {
    TestSwarm swarm = new TestSwarm(where, rounds, nodes);
    for (int i = 0; i < nodes; i++) {
      swarm.join(Behaviour.HONEST);
    }
    return swarm;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 16})
  void roundsOfOneToSixteenUnitsLowerTheLossAndEveryNodeMakesTheSameAdapter(int units) {
    TestSwarm swarm = honest(folder, 3, units);
    BigInteger money = swarm.market().bank().total();

    swarm.play();

    AdapterState adapter = swarm.agreedAdapter();
    AdapterState start = AdapterState.initial(Bowl.start());
    assertThat(Bowl.trueLoss(adapter)).isLessThan(Bowl.trueLoss(start) / 3);
    assertThat(swarm.market().bank().total()).isEqualTo(money);
    assertThat(swarm.nodes()).allSatisfy(node -> assertThat(swarm.earned(node)).isPositive());
  }

  /** Whoever does not do its assigned work, sooner or later is drawn to be trained again. */
  @ParameterizedTest
  @EnumSource(
      value = Behaviour.class,
      names = {
        "LAZY",
        "COPYCAT",
        "NOISE",
        "SIGN_FLIP",
        "TRAINS_ON_HELD_OUT",
        "SILENT_AFTER_COMMIT",
        "REVEALS_SOMETHING_ELSE",
        "WITHHOLDS_ITS_BLOB"
      })
  void aCheatLosesMoneyAndTheAdapterIsNoWorse(Behaviour behaviour) {
    double lossWithout = lossOfThreeHonestNodes();
    TestSwarm swarm = new TestSwarm(folder.resolve("with"), ROUNDS, 4);
    List<TestNode> honest = swarm.join(Behaviour.HONEST, 3);
    TestNode cheat = swarm.join(behaviour);
    BigInteger money = swarm.market().bank().total();

    swarm.play();

    double startLoss = Bowl.trueLoss(AdapterState.initial(Bowl.start()));
    assertThat(Bowl.trueLoss(swarm.agreedAdapter())).isLessThan(lossWithout + startLoss / 50);
    assertThat(honest).allSatisfy(node -> assertThat(swarm.earned(node)).isPositive());
    assertThat(swarm.earned(cheat)).isNegative();
    assertThat(swarm.market().bank().total()).isEqualTo(money);
    assertThat(swarm.market().bank().lockedOf(cheat.nodeId())).isZero();
  }

  @Test
  void oneComputationInTwoUnitsLosesMoney() {
    TestSwarm swarm = new TestSwarm(folder, ROUNDS, 5);
    List<TestNode> honest = swarm.join(Behaviour.HONEST, 3);
    List<TestNode> clones = swarm.join(Behaviour.COPYCAT, 2);

    swarm.play();

    assertThat(honest).allSatisfy(node -> assertThat(swarm.earned(node)).isPositive());
    assertThat(clones.stream().map(swarm::earned).reduce(BigInteger.ZERO, BigInteger::add))
        .isNegative();
  }

  @ParameterizedTest
  @EnumSource(
      value = Behaviour.class,
      names = {"SILENT_EVALUATOR", "COPYING_EVALUATOR", "LYING_EVALUATOR"})
  void anEvaluatorThatCheatsChangesNeitherTheAdapterNorTheEndOfARound(Behaviour behaviour) {
    double lossWithout = lossOfThreeHonestNodes();
    TestSwarm swarm = new TestSwarm(folder.resolve("with"), ROUNDS, 4);
    swarm.join(Behaviour.HONEST, 3);
    swarm.join(behaviour);

    swarm.play();

    double startLoss = Bowl.trueLoss(AdapterState.initial(Bowl.start()));
    assertThat(Bowl.trueLoss(swarm.agreedAdapter())).isLessThan(lossWithout + startLoss / 50);
  }

  private double lossOfThreeHonestNodes() {
    TestSwarm swarm = honest(folder.resolve("without"), ROUNDS, 3);
    swarm.play();
    return Bowl.trueLoss(swarm.agreedAdapter());
  }

  @ParameterizedTest
  @EnumSource(
      value = Behaviour.class,
      names = {"SILENT_AFTER_COMMIT", "REVEALS_SOMETHING_ELSE"})
  void whoDoesNotOpenItsCommitmentLosesHalfItsBond(Behaviour behaviour) {
    TestSwarm swarm = new TestSwarm(folder, 1, 2);
    swarm.join(Behaviour.HONEST);
    TestNode adversary = swarm.join(behaviour);

    swarm.play();

    RoundView round = swarm.market().round(swarm.market().jobId(), 0);
    assertThat(round.unitOf(adversary.nodeId()).orElseThrow().status())
        .isEqualTo(UnitStatus.FORFEITED);
    assertThat(swarm.earned(adversary)).isEqualTo(TestSwarm.bond(2).shiftRight(1).negate());
  }

  @Test
  void aRoundThatNobodyJoinsEndsAndTheMoneyReturns() {
    TestSwarm swarm = new TestSwarm(folder, 2, 3);
    TestNode watcher = swarm.join(true);
    watcher.start(
        swarm.market(),
        TestSwarm.addressOf(watcher),
        Bowl.honest(),
        _ -> now -> now.view().settled() ? Progress.DONE : Progress.WAITING);
    BigInteger money = swarm.market().bank().total();

    swarm.play();

    assertThat(swarm.market().bank().of(FakeBank.ESCROW)).isZero();
    assertThat(swarm.market().bank().of(FakeBank.CLIENT))
        .isEqualTo(money.subtract(BigInteger.valueOf(1_000_000)));
  }

  @Test
  void withoutADrawUnitsKeepTheirBasePayAndTheAdapterStays() {
    TestSwarm swarm = new TestSwarm(folder, 1, 2);
    for (int i = 0; i < 2; i++) {
      TestNode node = swarm.join(i == 0);
      node.start(
          new MarketDecorator(swarm.market()) {
            @Override
            public void drawSeats(Digest taskId) {
              throw FakeMarket.reverted();
            }
          },
          TestSwarm.addressOf(node),
          Bowl.honest(),
          worker -> worker);
    }

    swarm.play();

    assertThat(swarm.agreedAdapter().root()).isEqualTo(AdapterState.initial(Bowl.start()).root());
    assertThat(swarm.nodes()).allSatisfy(node -> assertThat(swarm.earned(node)).isEqualTo(1_000));
  }
}
