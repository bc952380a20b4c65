package io.peerz.devnet.trust;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A thousand nodes over months of epochs, in numbers only: work, rewards, audits, convictions as
 * the contracts grade them. What a devnet is too small for.
 */
final class Swarm {
  /** What a node does with its work. */
  enum Strategy {
    HONEST(0, 0),
    ALWAYS_CHEATS(1, 0),
    CHEATS_A_TENTH(0.1, 0),
    CHEATS_A_HUNDREDTH(0.01, 0),
    WITHHOLDS(0, 0.2);

    private final double falseShare;
    private final double silence;

    Strategy(double falseShare, double silence) {
      this.falseShare = falseShare;
      this.silence = silence;
    }
  }

  /** The figures of one strategy, per node. */
  record Earnings(int nodes, double money, double convictions, double slashed, int gone) {}

  /**
   * Money in units of one honest batch's pay.
   *
   * @param demandedSamples of each batch that auditors ask for
   * @param replayed share of receipts that requesters have done again
   */
  record Rules(
      int epochs,
      int receiptsPerBatch,
      int demandedSamples,
      double replayed,
      double costShare,
      double stake,
      double firstSlash) {}

  private static final double BATCH_PAY = 1;
  private static final double BOND_SLASH = 0.5;

  private static final class Node {
    private final Strategy strategy;
    private double stake;
    private double money;
    private int convictions;
    private double slashed;
    private int lastConviction = Integer.MIN_VALUE / 2;

    Node(Strategy strategy, double stake) {
      this.strategy = strategy;
      this.stake = stake;
    }
  }

  private final Rules rules;
  private final SplittableRandom random;
  private final int repeatEpochs;

  Swarm(Rules rules, int repeatEpochs, long seed) {
    this.rules = rules;
    this.repeatEpochs = repeatEpochs;
    this.random = new SplittableRandom(seed);
  }

  Map<Strategy, Earnings> run(Map<Strategy, Integer> population) {
    List<Node> nodes = new ArrayList<>();
    population.forEach(
        (strategy, count) -> {
          for (int i = 0; i < count; i++) {
            nodes.add(new Node(strategy, rules.stake()));
          }
        });
    for (int epoch = 0; epoch < rules.epochs(); epoch++) {
      for (Node node : nodes) {
        if (node.stake > 0) {
          work(node, epoch);
        }
      }
    }
    return earnings(population, nodes);
  }

  private void work(Node node, int epoch) {
    double falseShare = node.strategy.falseShare;
    double cost = rules.costShare() * BATCH_PAY * (1 - falseShare);
    if (isConvicted(falseShare)) {
      convict(node, epoch);
      node.money -= cost;
    } else if (random.nextDouble() < node.strategy.silence && rules.demandedSamples() > 0) {
      take(node, BOND_SLASH);
      node.money -= cost;
    } else {
      node.money += BATCH_PAY - cost;
    }
  }

  /** By a sample point that falls on false work, or by a requester's replay of one. */
  private boolean isConvicted(double falseShare) {
    if (falseShare == 0) {
      return false;
    }
    for (int sample = 0; sample < rules.demandedSamples(); sample++) {
      if (random.nextDouble() < falseShare) {
        return true;
      }
    }
    double missed = Math.pow(1 - falseShare * rules.replayed(), rules.receiptsPerBatch());
    return random.nextDouble() > missed;
  }

  private void convict(Node node, int epoch) {
    boolean repeated = epoch - node.lastConviction <= repeatEpochs;
    node.lastConviction = epoch;
    node.convictions++;
    take(node, repeated ? node.stake : rules.firstSlash());
  }

  private static void take(Node node, double amount) {
    double taken = Math.min(amount, node.stake);
    node.stake -= taken;
    node.slashed += taken;
    node.money -= taken;
  }

  private static Map<Strategy, Earnings> earnings(
      Map<Strategy, Integer> population, List<Node> nodes) {
    Map<Strategy, Earnings> result = new EnumMap<>(Strategy.class);
    for (Strategy strategy : population.keySet()) {
      List<Node> mine = nodes.stream().filter(n -> n.strategy == strategy).toList();
      result.put(
          strategy,
          new Earnings(
              mine.size(),
              mine.stream().mapToDouble(n -> n.money).average().orElse(0),
              mine.stream().mapToDouble(n -> n.convictions).average().orElse(0),
              mine.stream().mapToDouble(n -> n.slashed).average().orElse(0),
              (int) mine.stream().filter(n -> n.stake <= 0).count()));
    }
    return result;
  }
}
