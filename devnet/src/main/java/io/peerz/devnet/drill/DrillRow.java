package io.peerz.devnet.drill;

import io.peerz.devnet.network.DevParameters;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What one attack came to.
 *
 * @param threat row of the table in docs/security.md
 * @param receipts after how many of the attacker's receipts it was found; 0 where none are needed
 * @param held the attacker has gained nothing and the honest side has lost nothing
 */
public record DrillRow(
    int threat,
    String attacker,
    String attack,
    String detected,
    int receipts,
    BigInteger attackerWei,
    BigInteger honestWei,
    boolean held,
    List<Sent> transactions) {
  public DrillRow {
    transactions = List.copyOf(transactions);
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("threat", threat);
    json.put("attacker", attacker);
    json.put("attack", attack);
    json.put("detected", detected);
    json.put("receipts", receipts);
    json.put("attackerWei", attackerWei.toString());
    json.put("honestWei", honestWei.toString());
    json.put("held", held);
    json.put(
        "transactions",
        transactions.stream()
            .map(t -> Map.of("what", t.what(), "hash", t.hash().hex(), "done", t.done()))
            .toList());
    return json;
  }

  /** One line of the table, see {@link #head()}. */
  String line() {
    return String.format(
        Locale.ROOT,
        "%3d %-10s %-46s %-52s %4s %12s %12s %4d %s",
        threat,
        attacker,
        attack,
        detected,
        receipts == 0 ? "-" : receipts,
        prz(attackerWei),
        prz(honestWei),
        transactions.size(),
        held ? "held" : "FAILED");
  }

  static String head() {
    return String.format(
        Locale.ROOT,
        "%3s %-10s %-46s %-52s %4s %12s %12s %4s",
        "row",
        "attacker",
        "attack",
        "what was detected",
        "rcpt",
        "attacker PRZ",
        "honest PRZ",
        "txs");
  }

  private static String prz(BigInteger wei) {
    return new BigDecimal(wei)
        .divide(new BigDecimal(DevParameters.prz(1)))
        .setScale(2, RoundingMode.FLOOR)
        .toPlainString();
  }
}
