package io.peerz.finetune.duty;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.finetune.market.RoundMarket;
import io.peerz.finetune.market.UnitStatus;
import io.peerz.proof.id.Digest;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartTest {
  @TempDir Path folder;

  /** The process is gone; nothing after it runs, so no handler of failures may catch it. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  /** Kills the node around its n-th action: before it takes effect, or after. */
  private static final class Mortal extends MarketDecorator {
    private final Map<String, Set<Digest>> commitments = new HashMap<>();
    private final int deadlyAction;
    private final boolean afterwards;
    private int actions;

    Mortal(RoundMarket market, int deadlyAction, boolean afterwards) {
      super(market);
      this.deadlyAction = deadlyAction;
      this.afterwards = afterwards;
    }

    @Override
    void act(Runnable action) {
      boolean deadly = actions++ == deadlyAction;
      if (deadly && !afterwards) {
        throw new Killed();
      }
      action.run();
      if (deadly) {
        throw new Killed();
      }
    }

    @Override
    public void commitUnit(Digest jobId, int round, int unit, Digest commitment) {
      remember("unit " + round, commitment);
      super.commitUnit(jobId, round, unit, commitment);
    }

    @Override
    public void commitMeasurement(Digest taskId, int seat, Digest commitment) {
      remember("seat " + taskId + seat, commitment);
      super.commitMeasurement(taskId, seat, commitment);
    }

    private void remember(String what, Digest commitment) {
      commitments.computeIfAbsent(what, _ -> new HashSet<>()).add(commitment);
    }

    boolean wasDeadly() {
      return actions > deadlyAction;
    }
  }

  @Test
  void aNodeKilledAroundAnyActionGoesOnAndNeverCommitsTwice() {
    boolean anotherAction = true;
    int kills = 0;
    for (int action = 0; anotherAction; action++) {
      anotherAction = playWithKill(action, false) && playWithKill(action, true);
      kills += anotherAction ? 2 : 0;
    }
    assertThat(kills).as("places to die at").isGreaterThan(14);
  }

  /** Whether the node lived to see the deadly action. */
  private boolean playWithKill(int action, boolean afterwards) {
    TestSwarm swarm = new TestSwarm(folder.resolve(action + "-" + afterwards), 1, 2);
    TestNode node = swarm.join(true);
    Mortal mortal = new Mortal(swarm.market(), action, afterwards);
    start(node, mortal);
    swarm.join(Behaviour.HONEST);

    try {
      swarm.play();
    } catch (Killed _) {
      start(node, mortal);
      swarm.play();
    }

    swarm.agreedAdapter();
    assertThat(mortal.commitments).allSatisfy((what, sent) -> assertThat(sent).as(what).hasSize(1));
    assertPaid(swarm, node);
    return mortal.wasDeadly();
  }

  private static void start(TestNode node, RoundMarket market) {
    node.start(market, TestSwarm.addressOf(node), Bowl.honest(), UnaryOperator.identity());
  }

  private static void assertPaid(TestSwarm swarm, TestNode node) {
    FakeMarket market = swarm.market();
    assertThat(market.round(market.jobId(), 0).unitOf(node.nodeId()).orElseThrow().status())
        .isEqualTo(UnitStatus.PAID);
  }

  @Test
  void aNodeKilledWhileItTrainsTrainsAgain() {
    TestSwarm swarm = new TestSwarm(folder, 1, 1);
    TestNode node = swarm.join(true);
    Bowl dying =
        new Bowl(
            (_, _) -> {
              throw new Killed();
            });
    node.start(swarm.market(), TestSwarm.addressOf(node), dying, UnaryOperator.identity());
    try {
      swarm.play();
    } catch (Killed _) {
      start(node, swarm.market());
    }

    swarm.play();

    assertThat(swarm.market().round(swarm.market().jobId(), 0).units().getFirst().status())
        .isEqualTo(UnitStatus.PAID);
  }

  @Test
  void aNodeThatJoinsLatePlaysTheMissedRoundsFromTheirUpdates() {
    TestSwarm swarm = new TestSwarm(folder, 3, 1);
    swarm.join(Behaviour.HONEST);
    swarm.play();

    TestNode late = swarm.join(false);
    start(late, swarm.market());

    assertThat(late.adapter(swarm.market(), swarm.market().jobId()).root())
        .isEqualTo(swarm.market().job(swarm.market().jobId()).adapterRoot());
  }
}
