package io.peerz.devnet.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.devnet.chain.ChainChoice;
import io.peerz.devnet.chain.DevChain;
import io.peerz.devnet.chain.DevGenesis;
import io.peerz.devnet.network.DevAccounts;
import io.peerz.devnet.network.DevKeys;
import io.peerz.finetune.trial.Conduct;
import io.peerz.finetune.trial.SeatConduct;
import io.peerz.inference.weights.ModelFolder;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Jobs from the funding transaction to the last refund: real chain, real training, exact losses.
 */
class ChainTrialsTest {
  private static final Path MODEL = Path.of("..", "models", "pebble-1.6m");
  private static final int ROUNDS = 2;

  /** A cheat has a sixth of the weight for 18 seats a job: four jobs without one do not happen. */
  private static final int MOST_JOBS = 4;

  @TempDir static Path folder;
  private static DevChain chain;
  private static ChainTrials trials;

  @BeforeAll
  static void found() {
    DevGenesis genesis = DevGenesis.funding(List.of(DevKeys.of(DevAccounts.DEPLOYER).address()));
    ChainChoice choice = new ChainChoice(Map.of(), Path.of("..").toAbsolutePath());
    chain = choice.make("anvil", 1, genesis, folder.resolve("chain"), 0);
    chain.start();
    trials = new ChainTrials(chain, ModelFolder.open(MODEL), folder.resolve("nodes"), ROUNDS);
  }

  @AfterAll
  static void stop() {
    if (trials != null) {
      trials.close();
    }
    chain.close();
  }

  private static void assertThatTheJobEndedAsEver(ChainRow row) {
    assertThat(row.roundsEnded()).isEqualTo(ROUNDS);
    assertThat(row.sameRoot()).isTrue();
    assertThat(row.conserved()).isTrue();
    assertThat(row.honestWei()).isPositive();
    assertThat(row.loss()).isLessThan(trials.lossBefore());
  }

  @Test
  void aJobRunsToItsRefundWithOneAdapterOnAllNodesAlthoughOneVanishesAfterCommitting() {
    ChainRow row = trials.play(Conduct.VANISHES);

    assertThatTheJobEndedAsEver(row);
    assertThat(row.fate()).isEqualTo(ROUNDS + " never revealed");
    assertThat(row.adversaryWei()).isNegative();
  }

  @Test
  void aSilentEvaluatorIsSlashedAndTheRoundEndsWithoutIt() {
    ChainRow row = playUntilDrawn(SeatConduct.SILENT);

    assertThatTheJobEndedAsEver(row);
    assertThat(row.adversaryWei()).isNegative();
  }

  /** It is paid where the draw gave it two thirds of a round's seats, and nowhere else. */
  @Test
  void aLyingEvaluatorEarnsNoFeeUnlessItAloneDecidesARound() {
    ChainRow row = playUntilDrawn(SeatConduct.LIES);

    assertThatTheJobEndedAsEver(row);
    assertThat(row.adversaryWei())
        .as("%s, by rounds %s", row.fate(), row.seats())
        .isEqualTo(SmallJob.FEE_WEI.multiply(BigInteger.valueOf(row.decidingSeats())));
  }

  @Test
  void aJobWhoseLossIsNoNumberCostsSeatFeesAndNoNodeItsBond() {
    BadJobRow row = trials.playBroken();

    assertThat(row.roundsEnded()).isEqualTo(ROUNDS);
    assertThat(row.adapterStayed()).isTrue();
    assertThat(row.seatsPaid()).isEqualTo(ROUNDS * SmallJob.SEATS);
    assertThat(row.spentWei())
        .isEqualTo(SmallJob.FEE_WEI.multiply(BigInteger.valueOf(row.seatsPaid())))
        .isLessThan(row.escrowedWei());
    assertThat(row.nodesEarnedWei()).isEqualTo(row.spentWei());
    assertThat(row.heldWei()).isZero();
  }

  @Test
  void aJobThatNoNodeTakesReturnsAllItsMoney() {
    BadJobRow row = trials.playUnwanted();

    assertThat(row.roundsEnded()).isEqualTo(ROUNDS);
    assertThat(row.escrowedWei()).isPositive();
    assertThat(row.spentWei()).isZero();
    assertThat(row.nodesEarnedWei()).isZero();
    assertThat(row.heldWei()).isZero();
  }

  private static ChainRow playUntilDrawn(SeatConduct conduct) {
    ChainRow row = trials.play(conduct);
    for (int job = 1; row.seats().stream().allMatch(held -> held == 0) && job < MOST_JOBS; job++) {
      row = trials.play(conduct);
    }
    return row;
  }
}
