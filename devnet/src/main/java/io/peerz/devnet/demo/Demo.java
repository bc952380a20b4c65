package io.peerz.devnet.demo;

import io.peerz.devnet.network.DevAccounts;
import io.peerz.devnet.network.DevKeys;
import io.peerz.devnet.network.DevNetwork;
import io.peerz.devnet.network.NetworkPlan;
import io.peerz.devnet.network.NodePlan;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The main job from end to end. Each figure of the report is read back from the chain after it
 * happened. Blocking.
 */
public final class Demo {
  private final DevNetwork network;
  private final NetworkPlan plan;
  private final Stage stage;

  public Demo(DevNetwork network, NetworkPlan plan, Stage stage) {
    this.network = network;
    this.plan = plan;
    this.stage = stage;
  }

  /** Plays the story on a network that is not started yet; the caller stops it. */
  public DemoReport play(String prompt, int maxTokens) {
    network.start();
    Holdings before = holdings();
    Answer answer = ask(prompt, maxTokens);
    boolean matches = compare(prompt, maxTokens, answer);
    ChainStory story = new ChainStory(network.client(), network.deployment());
    settle(story, answer);
    return new DemoReport(
        network.chainInWords(),
        network.deployment(),
        network.modelName(),
        prompt,
        answer,
        matches,
        story.openings(),
        earnings(story),
        story.closings(),
        new MoneyBook(before, holdings()),
        stage.seconds());
  }

  private Answer ask(String prompt, int maxTokens) {
    stage.line("");
    stage.line("POST " + network.gateway() + "v1/chat/completions");
    stage.line("  " + DevAccounts.WALLET + ": " + prompt);
    stage.piece("  " + network.modelName() + ": ");
    try (ChatClient client = new ChatClient(network.gateway())) {
      Answer answer = client.chat(network.modelName(), prompt, maxTokens, stage::piece);
      stage.line("");
      stage.line("  route " + route(answer) + " · " + speed(answer));
      stage.line("");
      return answer;
    }
  }

  private String route(Answer answer) {
    return answer.hops().stream()
        .map(
            hop ->
                nameOf(hop.nodeId())
                    + " "
                    + hop.layerStart()
                    + ":"
                    + hop.layerEnd()
                    + " ("
                    + DemoTable.counted(hop.receipts(), "receipt")
                    + ")")
        .reduce((a, b) -> a + " → " + b)
        .orElse("none");
  }

  private static String speed(Answer answer) {
    double perSecond = answer.tokens().size() * 1e6 / Math.max(1, answer.totalMicros());
    return String.format(
        java.util.Locale.ROOT,
        "%d + %d tokens, first after %d ms, %.1f tok/s",
        answer.promptTokens(),
        answer.tokens().size(),
        answer.firstTokenMicros() / 1000,
        perSecond);
  }

  private String nameOf(Digest nodeId) {
    return network.nodeIds().entrySet().stream()
        .filter(e -> e.getValue().equals(nodeId))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(nodeId.shortHex());
  }

  private boolean compare(String prompt, int maxTokens, Answer answer) {
    long started = System.nanoTime();
    boolean same = SingleProcess.answer(plan.model(), prompt, maxTokens).equals(answer.tokens());
    step("compare", "the same prompt in a single process", same ? "same text" : "DIFFERS", started);
    return same;
  }

  private void settle(ChainStory story, Answer answer) {
    Settling settling = new Settling(network, story, answer.hops());
    long started = System.nanoTime();
    settling.awaitVouchersAndBatches();
    step("settle", "vouchers redeemed, receipts committed in batches", "on chain", started);
    long closing = System.nanoTime();
    settling.requestCloses();
    settling.awaitClaims();
    step("rewards", "epoch sealed, batches final, rebates claimed", "on chain", closing);
    long refunding = System.nanoTime();
    settling.awaitRefunds();
    step("refunds", "what was left in the channels", "refunded", refunding);
    stage.line("");
  }

  private void step(String what, String detail, String outcome, long startedNanos) {
    stage.step(what, detail, outcome, Duration.ofNanos(System.nanoTime() - startedNanos));
  }

  private Holdings holdings() {
    Map<String, Address> payouts = new LinkedHashMap<>();
    plan.nodes().forEach(node -> payouts.put(node.name(), DevKeys.of(node.owner()).address()));
    return Holdings.read(network.client(), DevKeys.of(DevAccounts.WALLET).address(), payouts);
  }

  private List<NodeEarnings> earnings(ChainStory story) {
    return plan.nodes().stream().map(node -> earnings(story, node)).toList();
  }

  private NodeEarnings earnings(ChainStory story, NodePlan node) {
    return NodeEarnings.of(node.name(), node.layers(), network.nodeIds().get(node.name()), story);
  }
}
