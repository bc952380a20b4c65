package io.peerz.devnet.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.peerz.devnet.chain.AnvilBinary;
import io.peerz.devnet.chain.AnvilChain;
import io.peerz.devnet.chain.DevGenesis;
import io.peerz.devnet.network.DevAccounts;
import io.peerz.devnet.network.DevKeys;
import io.peerz.devnet.network.DevNetwork;
import io.peerz.devnet.network.DevParameters;
import io.peerz.devnet.network.DevnetFolder;
import io.peerz.devnet.network.NetworkPlan;
import io.peerz.devnet.network.NodePlan;
import io.peerz.node.data.PeerzHome;
import io.peerz.proof.error.PeerzException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The main job from end to end: a chain, nodes and a gateway in processes of their own. */
class DemoStoryTest {
  private static final Path DIST = Path.of("..").toAbsolutePath().normalize();
  private static final Path MODEL = DIST.resolve("models/pebble-1.6m");
  private static final int LAYERS = 4;

  @TempDir Path data;

  @Test
  void aPaidPromptEndsWithEveryNodePaidAndEveryWeiAccountedFor() {
    PeerzHome home = new PeerzHome(data);
    DevnetFolder folder = new DevnetFolder(home.devnet());
    NetworkPlan plan =
        new NetworkPlan(
            NodePlan.halves(2, LAYERS), MODEL, DevParameters.prz(5_000), DevParameters.quick(), 0);

    Stage stage = new Stage(System.out);
    DemoReport report;
    List<ProcessHandle> children;
    try (DevNetwork network = new DevNetwork(home, anvil(folder), plan, stage)) {
      report = new Demo(network, plan, stage).play("What is the capital of Dorn?", 16);
      children =
          folder.read().orElseThrow().running().stream().flatMap(p -> p.find().stream()).toList();
    }

    assertThat(report.matches()).isTrue();
    assertThat(report.money().totalOut()).isEqualTo(report.money().totalIn());
    assertThat(report.answer().hops()).isNotEmpty();
    report.answer().hops().forEach(hop -> assertPaid(hop, report));
    assertTold(JsonMapper.shared().readTree(report.json()), report);
    assertThat(children).hasSize(4).noneMatch(ProcessHandle::isAlive);
  }

  /** A voucher redeemed, receipts committed, and a claim for each batch. */
  private static void assertPaid(Answer.Hop hop, DemoReport report) {
    NodeEarnings node =
        report.nodes().stream()
            .filter(n -> n.nodeId().equals(hop.nodeId()))
            .findFirst()
            .orElseThrow();
    assertThat(node.redeemed()).isNotEmpty();
    assertThat(
            node.redeemed().stream()
                .map(r -> r.paidWei().add(r.feeWei()))
                .reduce(java.math.BigInteger.ZERO, java.math.BigInteger::add))
        .isEqualTo(hop.paidWei());
    assertThat(node.batches()).isNotEmpty().allMatch(batch -> batch.claimed().isPresent());
  }

  private static void assertTold(JsonNode story, DemoReport report) {
    assertThat(story.get("sameAsSingleProcess").asBoolean()).isTrue();
    assertThat(story.at("/money/equal").asBoolean()).isTrue();
    assertThat(story.get("route")).hasSize(report.answer().hops().size());
    for (JsonNode node : story.get("nodes")) {
      assertThat(node.at("/stake/tx").asString()).matches("0x[0-9a-f]{64}");
      assertThat(node.at("/vouchersRedeemed/0/tx").asString()).matches("0x[0-9a-f]{64}");
      assertThat(node.at("/batches/0/tx").asString()).matches("0x[0-9a-f]{64}");
      assertThat(node.at("/batches/0/claim/tx").asString()).matches("0x[0-9a-f]{64}");
    }
  }

  private static AnvilChain anvil(DevnetFolder folder) {
    DevGenesis genesis = DevGenesis.funding(List.of(DevKeys.of(DevAccounts.DEPLOYER).address()));
    try {
      return new AnvilChain(AnvilBinary.find(System.getenv(), DIST), genesis, folder.chain(), 0);
    } catch (PeerzException missing) {
      return abort("no anvil: " + missing.getMessage());
    }
  }
}
