package io.peerz.finetune.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.score.RoundTerms;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RoundClockTest {
  private static final JobTerms TERMS =
      new JobTerms(
          new RoundTerms(BigInteger.ONE, BigInteger.ONE, 2, BigInteger.TEN, 1),
          1,
          3,
          2000,
          100,
          30);

  static Stream<Arguments> moments() {
    UnitStatus claimed = UnitStatus.CLAIMED;
    UnitStatus committed = UnitStatus.COMMITTED;
    UnitStatus revealed = UnitStatus.REVEALED;
    return Stream.of(
        at(99, RoundPhase.Claim.class),
        at(100, RoundPhase.Settle.class),
        at(99, RoundPhase.Claim.class, claimed),
        at(100, RoundPhase.Commit.class, claimed),
        at(50, RoundPhase.Commit.class, claimed, claimed),
        at(199, RoundPhase.Commit.class, claimed, committed),
        at(200, RoundPhase.Settle.class, claimed, claimed),
        at(200, RoundPhase.Reveal.class, claimed, committed),
        at(150, RoundPhase.Reveal.class, committed, committed),
        at(299, RoundPhase.Reveal.class, committed, revealed),
        at(300, RoundPhase.Settle.class, committed, committed),
        at(300, RoundPhase.Evaluate.class, committed, revealed),
        at(300, RoundPhase.Settle.class, committed, UnitStatus.REJECTED));
  }

  private static Arguments at(
      long now, Class<? extends RoundPhase> expected, UnitStatus... statuses) {
    return Arguments.of(now, List.of(statuses), expected);
  }

  @ParameterizedTest(name = "at {0} with units {1}: {2}")
  @MethodSource("moments")
  void thePhaseFollowsFromUnitsAndChainTime(
      long now, List<UnitStatus> statuses, Class<? extends RoundPhase> expected) {
    assertThat(RoundClock.phase(TERMS, round(statuses, Optional.empty()), now))
        .isInstanceOf(expected);
  }

  @ParameterizedTest(name = "finalized at {0}, now {1}")
  @MethodSource("results")
  void aResultMayBeChallengedForAWhile(
      long finalizedAt, long now, Class<? extends RoundPhase> expected) {
    TaskView task =
        new TaskView(
            Digest.ZERO,
            TaskView.Status.FAILED,
            Optional.empty(),
            350,
            400,
            finalizedAt,
            List.of(),
            Optional.empty());

    RoundView round = round(List.of(UnitStatus.REVEALED), Optional.of(task));

    assertThat(RoundClock.phase(TERMS, round, now)).isInstanceOf(expected);
  }

  static Stream<Arguments> results() {
    return Stream.of(
        Arguments.of(0, 10_000, RoundPhase.Evaluate.class),
        Arguments.of(400, 429, RoundPhase.Challenge.class),
        Arguments.of(400, 430, RoundPhase.Settle.class));
  }

  private static RoundView round(List<UnitStatus> statuses, Optional<TaskView> task) {
    List<UnitView> units = new ArrayList<>();
    for (UnitStatus status : statuses) {
      Digest commitment = status == UnitStatus.CLAIMED ? Digest.ZERO : Keccak.hash("commitment");
      units.add(
          new UnitView(
              units.size(),
              Keccak.hash("node " + units.size()),
              status,
              commitment,
              Digest.ZERO,
              "",
              0,
              BigInteger.ZERO));
    }
    return new RoundView(
        Digest.ZERO, 0, 100, 200, 300, false, Digest.ZERO, Digest.ZERO, units, task);
  }
}
