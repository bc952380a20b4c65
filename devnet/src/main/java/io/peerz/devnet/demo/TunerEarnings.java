package io.peerz.devnet.demo;

import io.peerz.ledger.finetune.EvaluatedRound;
import io.peerz.ledger.finetune.UnitPayment;
import io.peerz.node.units.Amounts;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What one node did in a job and was paid for it.
 *
 * @param units that it handed in and that were measured
 * @param caught those that another training did not reproduce
 * @param gainNanoNats what they improved together, nano-nats per token
 * @param macs their compute cost
 * @param payments what it was sent
 */
public record TunerEarnings(
    String name,
    Digest nodeId,
    boolean lazy,
    int units,
    int caught,
    long gainNanoNats,
    BigInteger macs,
    List<UnitPayment> payments) {
  private static final int CAUGHT = 2;
  private static final double NANO = 1e-9;
  private static final double GIGA = 1e-9;

  public TunerEarnings {
    payments = List.copyOf(payments);
  }

  /** A unit of a round and the node that trained it. */
  record Unit(int round, EvaluatedRound.Unit measured) {
    boolean caught() {
      return measured.verdict() == CAUGHT;
    }

    long gain() {
      return measured.verdict() == 0 ? measured.doubledGain().shiftRight(1).longValueExact() : 0;
    }
  }

  static TunerEarnings of(
      String name,
      Digest nodeId,
      boolean lazy,
      List<Unit> units,
      BigInteger unitMacs,
      List<UnitPayment> payments) {
    return new TunerEarnings(
        name,
        nodeId,
        lazy,
        units.size(),
        (int) units.stream().filter(Unit::caught).count(),
        units.stream().mapToLong(Unit::gain).sum(),
        unitMacs.multiply(BigInteger.valueOf(units.size())),
        payments);
  }

  BigInteger paidWei() {
    return payments.stream()
        .map(payment -> payment.baseWei().add(payment.improvementWei()))
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  static String prz(BigInteger wei) {
    return Amounts.brief(wei);
  }

  String line() {
    String transactions =
        payments.stream()
            .map(payment -> payment.transaction().shortHex())
            .distinct()
            .collect(Collectors.joining(" "));
    return String.format(
        Locale.ROOT,
        "%-4s %-6s %d units, %d caught  gain %.4f nats  cost %.1f billion MACs  paid %s PRZ  tx %s",
        name,
        lazy ? "(lazy)" : "",
        units,
        caught,
        gainNanoNats * NANO,
        macs.doubleValue() * GIGA,
        prz(paidWei()),
        transactions.isEmpty() ? "none" : transactions);
  }

  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", name);
    fields.put("nodeId", nodeId.hex());
    fields.put("lazy", lazy);
    fields.put("units", units);
    fields.put("caught", caught);
    fields.put("gain", gainNanoNats * NANO);
    fields.put("macs", macs.toString());
    fields.put("paidWei", paidWei().toString());
    fields.put(
        "payments",
        payments.stream()
            .map(
                payment ->
                    Map.of(
                        "round", payment.round() + 1,
                        "baseWei", payment.baseWei().toString(),
                        "improvementWei", payment.improvementWei().toString(),
                        "tx", payment.transaction().hex()))
            .toList());
    return fields;
  }
}
