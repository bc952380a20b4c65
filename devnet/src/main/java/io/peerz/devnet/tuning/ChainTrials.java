package io.peerz.devnet.tuning;

import io.peerz.devnet.chain.DevChain;
import io.peerz.devnet.network.DevParameters;
import io.peerz.finetune.aggregate.AdapterState;
import io.peerz.finetune.data.TokenizedExample;
import io.peerz.finetune.market.JobView;
import io.peerz.finetune.trial.CheatTraining;
import io.peerz.finetune.trial.Conduct;
import io.peerz.finetune.trial.Leaks;
import io.peerz.finetune.trial.SeatConduct;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.ledger.finetune.JobRound;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Jobs of three honest nodes and an adversary on a real chain: real contracts, signatures and
 * training, and the duties that {@code peerz node run} plays. Blocking, one thread.
 */
public final class ChainTrials implements AutoCloseable {
  public static final int HONEST = 3;
  private static final BigInteger STAKE_WEI = DevParameters.prz(5_000);

  /** A sixth of the committee's weight: it is drawn, but rarely for a third of the seats. */
  private static final BigInteger EVALUATOR_STAKE_WEI = DevParameters.prz(3_000);

  private static final int MOST_EVALUATORS = 24;

  private final TuningWorld world;
  private final List<MarketNode> honest = new ArrayList<>();
  private final LastUpdate lastUpdate = new LastUpdate();
  private final int rounds;
  private int evaluators;

  /** Founds a network on a chain that runs. */
  public ChainTrials(DevChain chain, ModelFolder model, Path disk, int rounds) {
    this.world = new TuningWorld(chain, model, disk, names());
    this.rounds = rounds;
    for (int number = 1; number <= HONEST; number++) {
      MarketNode node = world.node("honest-" + number, STAKE_WEI);
      node.joinCommittee();
      Ways ways = world.honest();
      node.work(
          world.holders(), number == 1 ? ways.training(lastUpdate.of(ways.training())) : ways);
      honest.add(node);
    }
  }

  private static List<String> names() {
    List<String> names = new ArrayList<>();
    for (int number = 1; number <= HONEST; number++) {
      names.add("honest-" + number);
    }
    for (Conduct conduct : Conduct.values()) {
      for (int unit = 1; unit <= conduct.units(); unit++) {
        names.add(name(conduct, unit));
      }
    }
    for (int number = 1; number <= MOST_EVALUATORS; number++) {
      names.add("evaluator-" + number);
    }
    return names;
  }

  private static String name(Conduct conduct, int unit) {
    return conduct.name().toLowerCase(Locale.ROOT).replace('_', '-') + "-" + unit;
  }

  /** Of the base, on unseen sentences, nano-nats per token. */
  public long lossBefore() {
    return world.lossBefore();
  }

  /** The honest nodes alone. */
  public ChainRow alone() {
    return play(Conduct.HONEST.words() + " nodes alone", List.of(), HONEST, _ -> "");
  }

  /** One adversary that trains. */
  public ChainRow play(Conduct conduct) {
    CheatTraining training =
        new CheatTraining(conduct, world.honest().training(), new ChainLeaks());
    List<MarketNode> cheats = new ArrayList<>();
    for (int unit = 1; unit <= conduct.units(); unit++) {
      MarketNode cheat = world.node(name(conduct, unit), STAKE_WEI);
      Ways ways = world.honest().training(training);
      cheat.work(
          world.holders(),
          switch (conduct) {
            case VANISHES -> ways.working(MarketCheats::vanishing);
            case REVEALS_ANOTHER ->
                ways.working(market -> MarketCheats.revealingAnother(market, cheat));
            default -> ways;
          });
      cheats.add(cheat);
    }
    return play(
        conduct.words(), cheats, HONEST + conduct.units(), fates -> fates.ofUnits(ids(cheats)));
  }

  /** One adversary on the committee that does not train. */
  public ChainRow play(SeatConduct conduct) {
    MarketNode cheat = world.node("evaluator-" + ++evaluators, EVALUATOR_STAKE_WEI);
    cheat.joinCommittee();
    Ways ways = world.honest().working(MarketCheats::idle);
    cheat.work(
        world.holders(),
        switch (conduct) {
          case HONEST -> ways;
          case SILENT -> ways.judging(MarketCheats::silent);
          case LIES -> ways.evaluation(MarketCheats.lying(ways.evaluation()));
          case COPIES ->
              ways.judging(
                  market -> MarketCheats.copying(market, world.network().client(), cheat.nodeId()));
        });
    ChainRow row =
        play(
            conduct.words(),
            List.of(cheat),
            HONEST,
            fates -> fates.ofSeats(List.of(cheat.nodeId())));
    cheat.leaveCommittee();
    return row;
  }

  private ChainRow play(
      String words, List<MarketNode> cheats, int slots, Function<Fates, String> fate) {
    List<MarketNode> all = new ArrayList<>(honest);
    all.addAll(cheats);
    Ledger honestBefore = Ledger.of(honest);
    Ledger cheatsBefore = Ledger.of(cheats);
    BigInteger walletBefore = world.walletWei();
    long sentBefore = world.walletTransactions();
    Digest jobId = world.post(rounds, slots, world.job().firstState());
    world.play(jobId, all);
    Ledger honestEarned = Ledger.of(honest).minus(honestBefore);
    Ledger cheatsEarned = Ledger.of(cheats).minus(cheatsBefore);
    BigInteger spent = walletBefore.subtract(world.walletWei());
    JobView view = honest.getFirst().market().job(jobId);
    Fates fates = new Fates(world.reader(), jobId, rounds);
    return new ChainRow(
        words,
        honestEarned.worthWei().divide(BigInteger.valueOf(HONEST)),
        cheatsEarned.worthWei().divide(BigInteger.valueOf(Math.max(1, cheats.size()))),
        fate.apply(fates),
        fates.seats(ids(cheats)),
        world.reader().settledRounds(jobId).size(),
        cheatsEarned.transactions(),
        honestEarned.transactions()
            + cheatsEarned.transactions()
            + world.walletTransactions()
            - sentBefore,
        world.loss(honest.getFirst(), jobId),
        honest.stream()
            .allMatch(
                node -> node.history().after(view, rounds - 1).root().equals(view.adapterRoot())),
        spent.equals(honestEarned.tokensWei().add(cheatsEarned.tokensWei()))
            && world.heldWei().signum() == 0);
  }

  /**
   * A job that no node can train, because no loss of its first adapter is a number. The honest
   * nodes hand in what they can.
   */
  public BadJobRow playBroken() {
    return playBad(world.job().brokenState(), honest);
  }

  /** A job in which no node takes a unit; somebody still has to close its rounds. */
  public BadJobRow playUnwanted() {
    MarketNode watcher = world.node("evaluator-" + ++evaluators, EVALUATOR_STAKE_WEI);
    watcher.work(world.holders(), world.honest().working(MarketCheats::idle));
    return playBad(world.job().firstState(), List.of(watcher));
  }

  private BadJobRow playBad(AdapterState first, List<MarketNode> nodes) {
    BigInteger walletBefore = world.walletWei();
    BigInteger worthBefore = Ledger.of(nodes).worthWei();
    Digest jobId = world.post(rounds, HONEST, first);
    BigInteger escrowed = walletBefore.subtract(world.walletWei());
    world.play(jobId, nodes);
    return new BadJobRow(
        world.reader().settledRounds(jobId).size(),
        escrowed,
        walletBefore.subtract(world.walletWei()),
        Ledger.of(nodes).worthWei().subtract(worthBefore),
        IntStream.range(0, rounds).map(round -> agreeing(jobId, round)).sum(),
        world.reader().job(jobId).adapterRoot().equals(first.root()),
        world.heldWei());
  }

  private int agreeing(Digest jobId, int round) {
    JobRound played = world.reader().round(jobId, round);
    return played.evaluationIsOpen() ? world.reader().task(played.taskId()).agreeing() : 0;
  }

  private static List<Digest> ids(List<MarketNode> nodes) {
    return nodes.stream().map(MarketNode::nodeId).toList();
  }

  /** What nodes are worth, and what they have sent. */
  private record Ledger(BigInteger worthWei, BigInteger tokensWei, long transactions) {
    static Ledger of(List<MarketNode> nodes) {
      return new Ledger(
          sum(nodes, MarketNode::worthWei),
          sum(nodes, MarketNode::tokensWei),
          nodes.stream().mapToLong(MarketNode::transactions).sum());
    }

    private static BigInteger sum(
        List<MarketNode> nodes, Function<MarketNode, BigInteger> amountWei) {
      return nodes.stream().map(amountWei).reduce(BigInteger.ZERO, BigInteger::add);
    }

    Ledger minus(Ledger before) {
      return new Ledger(
          worthWei.subtract(before.worthWei),
          tokensWei.subtract(before.tokensWei),
          transactions - before.transactions);
    }
  }

  /** The evaluation data is public, and so are updates once they are revealed. */
  private final class ChainLeaks implements Leaks {
    @Override
    public List<TokenizedExample> heldOut() {
      return world.job().heldOut();
    }

    @Override
    public Optional<float[]> before(int round) {
      return lastUpdate.before(round);
    }
  }

  @Override
  public void close() {
    world.close();
  }
}
