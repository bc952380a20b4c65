package io.peerz.devnet.demo;

import io.peerz.ledger.finetune.SettledRound;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a fine-tuning job did and what it paid, read from the chain. Amounts are wei of PRZ, gains
 * nano-nats per token.
 *
 * @param asked sentences that were asked before and after
 * @param answeredBefore of them by the base
 * @param answeredAfter of them with the adapter
 * @param losses held-out loss before the first round, then after each
 * @param rounds as the contract settled them
 * @param nodes what each earned
 * @param rootHolders nodes that made an adapter with the root on chain
 * @param translation what the adapter said when asked over the API
 */
public record TuningReport(
    Digest jobId,
    String adapter,
    Digest adapterRoot,
    int asked,
    long answeredBefore,
    long answeredAfter,
    List<Double> losses,
    List<SettledRound> rounds,
    List<TunerEarnings> nodes,
    List<String> rootHolders,
    Translation translation,
    BigInteger escrowWei,
    Map<String, Double> seconds) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final double NANO = 1e-9;

  /** One question to the new model. */
  public record Translation(String question, String answer, String expected) {}

  /** Whether the adapter does what the base cannot, and every node made the same one. */
  public boolean holds() {
    return answeredBefore == 0
        && answeredAfter * 10 > asked * 6L
        && rootHolders.size() == nodes.size();
  }

  /** For a person. */
  public List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("Who earned what, and why (each figure from the chain)");
    for (TunerEarnings node : nodes) {
      lines.add("  " + node.line());
    }
    BigInteger paid = paidWei();
    lines.add(
        "  escrow %s · paid for units %s · returned or paid to evaluators %s PRZ"
            .formatted(
                TunerEarnings.prz(escrowWei),
                TunerEarnings.prz(paid),
                TunerEarnings.prz(escrowWei.subtract(paid))));
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "  exact answers to %d sentences that nobody trained on or measured with: %d before, %d after",
            asked,
            answeredBefore,
            answeredAfter));
    lines.add(
        "  adapter root %s, made by %s"
            .formatted(adapterRoot.hex(), String.join(", ", rootHolders)));
    lines.add("  %s: %s".formatted(adapter, translation.question()));
    lines.add("  → %s   (right: %s)".formatted(translation.answer(), translation.expected()));
    return lines;
  }

  private BigInteger paidWei() {
    return nodes.stream().map(TunerEarnings::paidWei).reduce(BigInteger.ZERO, BigInteger::add);
  }

  public String json() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("schema", "peerz.demo.finetune/1");
    all.put("job", jobId.hex());
    all.put("adapter", adapter);
    all.put("adapterRoot", adapterRoot.hex());
    all.put("sameRootOn", rootHolders);
    all.put("asked", asked);
    all.put("answeredBefore", answeredBefore);
    all.put("answeredAfter", answeredAfter);
    all.put("heldOutLosses", losses);
    all.put("rounds", rounds.stream().map(TuningReport::round).toList());
    all.put("nodes", nodes.stream().map(TunerEarnings::fields).toList());
    all.put("escrowWei", escrowWei.toString());
    all.put("paidWei", paidWei().toString());
    all.put("question", translation.question());
    all.put("answer", translation.answer());
    all.put("expected", translation.expected());
    all.put("seconds", seconds);
    return JSON.writeValueAsString(all);
  }

  private static Map<String, Object> round(SettledRound round) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("round", round.round() + 1);
    fields.put("gain", round.totalGain().doubleValue() * NANO);
    fields.put("macs", round.totalMacs().toString());
    fields.put("efficiency", round.efficiency().toString());
    fields.put("paidWei", round.paidWei().toString());
    fields.put("refundedWei", round.refundedWei().toString());
    fields.put("adapterRoot", round.adapterRoot().hex());
    fields.put("tx", round.transaction().hex());
    return fields;
  }
}
