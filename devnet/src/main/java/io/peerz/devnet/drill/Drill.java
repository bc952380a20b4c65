package io.peerz.devnet.drill;

import io.peerz.devnet.chain.DevChain;
import io.peerz.devnet.network.DevParameters;
import io.peerz.devnet.network.Founding;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.ledger.chain.Deployment;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Founds a network on a running chain and attacks it, row by row. Blocking. */
public final class Drill {
  private static final int JURORS = 3;

  /** Head of the table that the listener hears row by row. */
  public static final String HEAD = DrillRow.head();

  /** Threats that this drill does not play, and where they are tested. */
  public static final List<String> ELSEWHERE =
      List.of(
          "11-13 cloned, poisoned and leaked updates: bench adversaries --on-chain, which trains",
          "20 colluding evaluators: not built; a wrong measurement cannot be disputed yet",
          "25 a proposer that biases seeds: a statistical test of the draws only");

  private final DevChain chain;
  private final ModelFolder model;
  private final Path scratch;
  private final Consumer<String> listener;

  public Drill(DevChain chain, ModelFolder model, Path scratch, Consumer<String> listener) {
    this.chain = chain;
    this.model = model;
    this.scratch = scratch;
    this.listener = listener;
  }

  /** Runs all attacks; each row stands when it is reported. */
  public DrillReport run() {
    Deployment at = Founding.found(chain.rpc(), DevParameters.drill(), model.manifest(), List.of());
    try (DrillChain drill = new DrillChain(chain.rpc())) {
      DrillWorld world = new DrillWorld(drill, at, model);
      Attacks attacks = new Attacks(world, row -> listener.accept(row.line()));
      attack(world, attacks);
      return new DrillReport(chain.description(), attacks.rows());
    }
  }

  private void attack(DrillWorld world, Attacks attacks) {
    Jury jury =
        new Jury(
            world, IntStream.range(0, JURORS).mapToObj(i -> world.node("juror " + i)).toList());
    jury.join();
    WorkAttacks work = new WorkAttacks(world, attacks, new DisputePlay(world, jury));
    BatchAttacks batches = new BatchAttacks(world, attacks);
    SignatureAttacks signatures = new SignatureAttacks(world, attacks);
    MoneyAttacks money = new MoneyAttacks(world, attacks);
    CommitteeAttacks committee = new CommitteeAttacks(world, attacks, jury);
    PowerAttacks power = new PowerAttacks(world, attacks);
    MarketAttacks market = new MarketAttacks(world, attacks);
    batches.declaredContribution();
    batches.understatedCost();
    market.splitIdentity();
    work.cheaperModel();
    work.skippedLayer();
    work.cachedOutput();
    batches.inflatedSum();
    batches.withheldData();
    signatures.equivocation();
    work.exitBeforeTheVerdict();
    market.copiedUpdate();
    money.washTrading();
    money.doubleSpend();
    money.earlyClose();
    money.lastVoucherRefused();
    signatures.framedByAPayer();
    committee.copiedCommitment();
    committee.silentSeats();
    work.falseAccusation();
    signatures.selfReport();
    batches.massChallenges();
    signatures.otherContract();
    signatures.malleableSignature();
    market.movedTarget();
    market.cancelledRound();
    power.spoofedEndpoint(scratch);
    work.hardwareFault();
    power.governor();
  }
}
