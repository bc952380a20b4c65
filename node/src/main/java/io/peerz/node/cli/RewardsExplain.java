package io.peerz.node.cli;

import io.peerz.ledger.finetune.JobReader;
import io.peerz.ledger.finetune.JobRound;
import io.peerz.ledger.finetune.JobUnit;
import io.peerz.ledger.finetune.PostedJob;
import io.peerz.ledger.finetune.UnitPayment;
import io.peerz.node.chain.NetworkAccess;
import io.peerz.node.data.NodeFolder;
import io.peerz.node.units.Amounts;
import io.peerz.proof.announce.NodeBinding;
import io.peerz.proof.id.Digest;
import io.peerz.proof.score.RewardFormula;
import io.peerz.proof.score.RoundTerms;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/**
 * {@code peerz rewards explain}: the pay formula of fine-tuning with this node's numbers, computed
 * here again and compared with what the chain paid.
 */
@Command(
    name = "explain",
    description = "Show how each fine-tuning unit's pay came about, with its transaction.")
final class RewardsExplain extends NodeAction {
  private static final double NANO = 1e-9;
  private static final double GIGA = 1e9;
  private static final String FORMULA =
      "pay = cost/plan × (Base + Improvement × min(1, gain per MAC / target per MAC))";

  /** One unit with all that its pay follows from. */
  private record Unit(PostedJob job, int round, JobUnit unit, Optional<UnitPayment> payment) {
    private RoundTerms terms() {
      return new RoundTerms(
          job.offer().prices().basePerRoundWei(),
          job.offer().prices().improvementPerRoundWei(),
          job.offer().unitsPerRound(),
          job.unitMacs(),
          job.offer().prices().targetGain());
    }

    private boolean measured() {
      return unit.status() == JobUnit.Status.SETTLED || unit.status() == JobUnit.Status.PAID;
    }

    private BigInteger computedWei() {
      return unit.paidGain() > 0 && measured()
          ? RewardFormula.unitReward(terms(), job.unitMacs(), unit.paidGain())
          : BigInteger.ZERO;
    }

    private Map<String, Object> fields() {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("job", job.jobId().hex());
      fields.put("round", round + 1);
      fields.put("unit", unit.unit());
      fields.put("status", unit.status().name());
      fields.put("macs", job.unitMacs().toString());
      fields.put("planMacs", terms().planMacs().toString());
      fields.put("baseWei", terms().baseWei().toString());
      fields.put("improvementWei", terms().improvementWei().toString());
      fields.put("paidGain", unit.paidGain());
      fields.put("targetGain", terms().targetGain());
      fields.put("computedWei", computedWei().toString());
      fields.put("payWei", unit.payWei().toString());
      fields.put("transaction", payment.map(p -> p.transaction().hex()).orElse(""));
      return fields;
    }

    private String line() {
      return String.format(
          java.util.Locale.ROOT,
          """
          job %s round %d unit %d (%s)
            cost/plan  %.3f/%.3f GMAC   gain %.6f of %.6f nats that earn the full price
            pay        1/%d × (%s + %s × min(1, %.4f)) = %s PRZ   on chain %s PRZ   tx %s""",
          job.jobId().shortHex(),
          round + 1,
          unit.unit(),
          unit.status().name().toLowerCase(java.util.Locale.ROOT),
          job.unitMacs().doubleValue() / GIGA,
          terms().planMacs().doubleValue() / GIGA,
          unit.paidGain() * NANO,
          terms().targetGain() * NANO,
          terms().unitsPerRound(),
          Amounts.exact(terms().baseWei()),
          Amounts.exact(terms().improvementWei()),
          (double) unit.paidGain() / terms().targetGain(),
          Amounts.exact(computedWei()),
          Amounts.exact(unit.payWei()),
          payment.map(p -> p.transaction().hex()).orElse("not claimed yet"));
    }
  }

  @Override
  protected int run(Cli cli) {
    NodeFolder folder = folder(cli);
    Digest nodeId = NodeBinding.nodeIdOf(folder.signerAddress());
    try (NetworkAccess network = cli.network(folder.settings().network())) {
      List<Unit> units = units(new JobReader(network.chain()), nodeId);
      cli.print(
          "rewards.explain",
          Map.of("formula", FORMULA, "units", units.stream().map(Unit::fields).toList()),
          () -> text(units));
    }
    return ExitCodes.OK;
  }

  private static List<Unit> units(JobReader reader, Digest nodeId) {
    List<Unit> units = new ArrayList<>();
    for (Digest jobId : reader.jobs()) {
      PostedJob job = reader.job(jobId);
      List<UnitPayment> payments = reader.payments(jobId);
      for (int number = 0; number <= job.currentRound(); number++) {
        JobRound round = reader.round(jobId, number);
        for (JobUnit unit : round.units()) {
          if (unit.nodeId().equals(nodeId)) {
            units.add(new Unit(job, number, unit, payment(payments, number, unit.unit())));
          }
        }
      }
    }
    return units;
  }

  private static Optional<UnitPayment> payment(List<UnitPayment> payments, int round, int unit) {
    return payments.stream().filter(p -> p.round() == round && p.unit() == unit).findFirst();
  }

  private static String text(List<Unit> units) {
    return units.isEmpty()
        ? "this node has trained no unit yet; serving pay: peerz rewards list"
        : units.stream().map(Unit::line).collect(Collectors.joining("\n", FORMULA + "\n", ""));
  }
}
