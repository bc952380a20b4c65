package io.peerz.devnet.demo;

import io.peerz.ledger.chain.Deployment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The whole story of one run. Amounts are decimal strings in wei of PRZ.
 *
 * @param matches whether a single process gave the same tokens
 * @param closings refunds of the payment channels
 * @param seconds how long each step took
 */
public record DemoReport(
    String chain,
    Deployment deployment,
    String model,
    String prompt,
    Answer answer,
    boolean matches,
    List<Facts.Opened> openings,
    List<NodeEarnings> nodes,
    List<Facts.Closed> closings,
    MoneyBook money,
    Map<String, Double> seconds) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** Whether the run showed what it must: the same text as one process gives, and no wei lost. */
  public boolean holds() {
    return matches && money.balances();
  }

  /** For a person. */
  public List<String> table() {
    return DemoTable.of(this);
  }

  public String json() {
    Map<String, Object> all =
        fields("schema", "peerz.demo/1", "chain", chain, "contracts", contracts());
    all.putAll(
        fields("model", model, "prompt", prompt, "text", answer.text(), "tokens", answer.tokens()));
    all.putAll(
        fields(
            "sameAsSingleProcess", matches, "sessionId", answer.sessionId(), "unit", "wei of PRZ"));
    all.put("route", answer.hops().stream().map(DemoReport::hop).toList());
    all.put("channelsOpened", openings.stream().map(DemoReport::opened).toList());
    all.put("nodes", nodes.stream().map(DemoReport::node).toList());
    all.put("channelsClosed", closings.stream().map(DemoReport::closed).toList());
    all.put("money", moneyFields());
    all.put("seconds", new TreeMap<>(seconds));
    return JSON.writeValueAsString(all);
  }

  private Map<String, Object> contracts() {
    return fields(
        "chainId", deployment.chainId(),
        "token", deployment.token().checksum(),
        "accessManager", deployment.accessManager().checksum(),
        "epochManager", deployment.epochManager().checksum(),
        "modelRegistry", deployment.modelRegistry().checksum(),
        "nodeRegistry", deployment.nodeRegistry().checksum(),
        "paymentChannels", deployment.paymentChannels().checksum(),
        "contributionLedger", deployment.contributionLedger().checksum());
  }

  private static Map<String, Object> hop(Answer.Hop hop) {
    return fields(
        "nodeId", hop.nodeId().hex(),
        "layerStart", hop.layerStart(),
        "layerEnd", hop.layerEnd(),
        "receipts", hop.receipts(),
        "macs", hop.macs().toString(),
        "paidWei", hop.paidWei().toString());
  }

  private static Map<String, Object> opened(Facts.Opened o) {
    return fields(
        "channelId",
        o.channelId().hex(),
        "nodeId",
        o.nodeId().hex(),
        "depositWei",
        o.depositWei().toString(),
        "tx",
        o.tx().hex());
  }

  private static Map<String, Object> closed(Facts.Closed c) {
    return fields(
        "channelId", c.channelId().hex(),
        "paidTotalWei", c.paidTotalWei().toString(),
        "refundWei", c.refundWei().toString(),
        "tx", c.tx().hex());
  }

  private static Map<String, Object> node(NodeEarnings node) {
    Map<String, Object> all =
        fields("name", node.name(), "nodeId", node.nodeId().hex(), "layers", node.layers());
    all.put(
        "stake",
        fields("wei", node.staked().stakeWei().toString(), "tx", node.staked().tx().hex()));
    all.put("vouchersRedeemed", node.redeemed().stream().map(DemoReport::redeemed).toList());
    all.put("batches", node.batches().stream().map(DemoReport::batch).toList());
    all.put("earnedWei", node.totalWei().toString());
    return all;
  }

  private static Map<String, Object> redeemed(Facts.Redeemed r) {
    return fields(
        "channelId", r.channelId().hex(),
        "macs", r.cumulativeMacs().toString(),
        "paidWei", r.paidWei().toString(),
        "burnedWei", r.feeWei().toString(),
        "tx", r.tx().hex());
  }

  private static Map<String, Object> batch(BatchStory batch) {
    Facts.Committed b = batch.committed();
    Map<String, Object> all =
        fields("batchId", b.batchId().hex(), "epoch", b.epoch(), "root", b.root().hex());
    all.putAll(fields("receipts", b.receipts(), "macs", b.macs().toString(), "tx", b.tx().hex()));
    batch.finalized().ifPresent(f -> all.put("finalize", fields("tx", f.tx().hex())));
    batch.claimed().ifPresent(c -> all.put("claim", claim(c)));
    return all;
  }

  private static Map<String, Object> claim(Facts.Claimed c) {
    return fields(
        "shareWei", c.shareWei().toString(), "paidWei", c.paidWei().toString(), "tx", c.tx().hex());
  }

  private Map<String, Object> moneyFields() {
    return fields(
        "in", amounts(money.in()),
        "out", amounts(money.out()),
        "totalIn", money.totalIn().toString(),
        "totalOut", money.totalOut().toString(),
        "equal", money.balances());
  }

  private static Map<String, String> amounts(Map<String, java.math.BigInteger> amounts) {
    Map<String, String> text = new LinkedHashMap<>();
    amounts.forEach((name, wei) -> text.put(name, wei.toString()));
    return text;
  }

  private static Map<String, Object> fields(Object... namesAndValues) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return fields;
  }
}
