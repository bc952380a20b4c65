package io.peerz.devnet.court;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import io.peerz.contracts.PeerzToken;
import io.peerz.devnet.chain.AnvilBinary;
import io.peerz.devnet.chain.AnvilChain;
import io.peerz.devnet.chain.DevGenesis;
import io.peerz.devnet.chain.JsonRpc;
import io.peerz.devnet.demo.ChatClient;
import io.peerz.devnet.network.DevAccounts;
import io.peerz.devnet.network.DevKeys;
import io.peerz.devnet.network.DevNetwork;
import io.peerz.devnet.network.DevParameters;
import io.peerz.devnet.network.DevnetFolder;
import io.peerz.devnet.network.NetworkPlan;
import io.peerz.devnet.network.NodePlan;
import io.peerz.devnet.network.NodeSwitch;
import io.peerz.inference.engine.EngineConfig;
import io.peerz.inference.evidence.KeptWork;
import io.peerz.inference.evidence.Work;
import io.peerz.inference.model.Arithmetic;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.Deployment;
import io.peerz.ledger.chain.MemoryTransactionLog;
import io.peerz.ledger.chain.PreparedCall;
import io.peerz.ledger.chain.TransactionSender;
import io.peerz.ledger.court.CourtDesk;
import io.peerz.ledger.court.CourtReader;
import io.peerz.ledger.court.Stage;
import io.peerz.ledger.court.Verdict;
import io.peerz.ledger.registry.NodeDirectory;
import io.peerz.ledger.token.TokenDesk;
import io.peerz.node.chain.NetworkAccess;
import io.peerz.node.court.AuditorSetup;
import io.peerz.node.court.ReplayEngines;
import io.peerz.node.court.Watchtower;
import io.peerz.node.data.NodeFolder;
import io.peerz.node.data.NodeService;
import io.peerz.node.data.PeerzHome;
import io.peerz.node.data.SecretFiles;
import io.peerz.node.finetune.StageSettings;
import io.peerz.node.serve.NodeSetup;
import io.peerz.node.serve.ServingNode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.sign.SigningKey;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.web3j.abi.EventEncoder;

/**
 * The court with nobody at the keyboard: nodes in processes of their own defend themselves, an
 * auditor prosecutes. Three nodes make one route, so each of them works for every prompt.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CourtroomTest {
  private static final Path DIST = Path.of("..").toAbsolutePath().normalize();
  private static final Path MODEL = DIST.resolve("models/pebble-1.6m");
  private static final BigInteger STAKE = DevParameters.prz(5_000);
  private static final BigInteger BOND = DevParameters.prz(20);
  private static final Duration SOON = Duration.ofMinutes(2);

  @TempDir private static Path data;
  private static DevNetwork network;
  private static PeerzHome home;
  private static ChainClient chain;
  private static CourtReader court;
  private static ModelFolder model;

  @BeforeAll
  static void up() {
    System.setProperty("peerz.home.dist", DIST.toString());
    home = new PeerzHome(data);
    model = ModelFolder.open(MODEL);
    NetworkPlan plan =
        new NetworkPlan(
            List.of(
                node("ada", 0, 1, NodeService.SERVE, NodeService.EVALUATE),
                node("bob", 1, 3, NodeService.SERVE),
                node("cy", 3, 4, NodeService.SERVE, NodeService.EVALUATE)),
            MODEL,
            STAKE,
            DevParameters.drill(),
            0);
    network = new DevNetwork(home, anvil(), plan, (what, detail, outcome, took) -> {});
    network.start();
    chain = network.client();
    court = new CourtReader(chain);
  }

  private static NodePlan node(String name, int layerStart, int layerEnd, NodeService... services) {
    return new NodePlan(name, layerStart, layerEnd, Set.of(services), false);
  }

  private static AnvilChain anvil() {
    DevGenesis genesis = DevGenesis.funding(List.of(DevKeys.of(DevAccounts.DEPLOYER).address()));
    Path folder = new DevnetFolder(home.devnet()).chain();
    try {
      return new AnvilChain(AnvilBinary.find(System.getenv(), DIST), genesis, folder, 0);
    } catch (PeerzException missing) {
      return abort("no anvil: " + missing.getMessage());
    }
  }

  @AfterAll
  static void down() {
    if (network != null) {
      network.close();
    }
    System.clearProperty("peerz.home.dist");
  }

  /** One griefer plays to the end, against a node that is killed meanwhile; one falls silent. */
  @Test
  @Order(1)
  void anHonestNodeDefendsItselfAndKeepsItsStake() {
    ask();
    SigningKey key = person("griefer", DevParameters.prz(100));
    try (TransactionSender sender = sender(key)) {
      new TokenDesk(chain, sender).approve(contractsAt().disputeCourt(), BOND.shiftLeft(2));
      Griefer griefer = new Griefer(chain, sender, model);
      NodeSwitch power = new NodeSwitch(home);

      Work work = anyWorkOf("ada");
      Digest dispute = griefer.accuse(work, subject(work));
      awaitStage(dispute, Stage.PICK);
      power.cut("ada");
      griefer.move(dispute, work);
      assertThat(court.find(dispute).stage()).isEqualTo(Stage.LEAF);
      power.start("ada");
      awaitStage(dispute, Stage.CHOOSE);
      griefer.move(dispute, work);
      awaitStage(dispute, Stage.COMPUTE);
      griefer.move(dispute, work);
      assertThat(court.verdict(dispute))
          .contains(new Verdict(dispute, false, BigInteger.ZERO, "ARITHMETIC"));

      Work other = anyWorkOf("cy");
      Digest silent = griefer.accuse(other, subject(other));
      awaitStage(silent, Stage.PICK);
      passTime(61);
      awaitStage(silent, Stage.RESOLVED);
      assertThat(court.verdict(silent))
          .contains(new Verdict(silent, false, BigInteger.ZERO, "SILENCE"));
    }
    assertThat(chain.tokenBalanceWei(key.address()))
        .isEqualTo(DevParameters.prz(100).subtract(BOND).subtract(BOND));
    assertThat(sent(contractsAt().disputeCourt(), owner("ada"))).isEqualTo(BOND);
    assertThat(sent(contractsAt().disputeCourt(), owner("cy"))).isEqualTo(BOND);
    assertThat(stake("ada")).isEqualTo(STAKE);
    assertThat(stake("cy")).isEqualTo(STAKE);
  }

  /** A step that arithmetic cannot settle: the evaluators are drawn, fetch the work, compute it. */
  @Test
  @Order(2)
  void jurorsActByThemselvesAndAcquitWhoComputedTruly() {
    SigningKey key = person("quibbler", DevParameters.prz(100));
    try (TransactionSender sender = sender(key)) {
      new TokenDesk(chain, sender).approve(contractsAt().disputeCourt(), BOND);
      Work work = anyWorkOf("bob");
      Digest dispute = new Griefer(chain, sender, model).accuse(work, subject(work));
      CourtDesk desk = new CourtDesk(chain, sender);
      awaitStage(dispute, Stage.PICK);
      desk.pick(court.find(dispute), court.lastShown(dispute), 0);
      awaitStage(dispute, Stage.CHOOSE);
      Digest root = court.lastShown(dispute).getFirst();
      desk.callJury(court.find(dispute), root, List.of());
      awaitStage(dispute, Stage.RESOLVED);
      assertThat(court.verdict(dispute))
          .contains(new Verdict(dispute, false, BigInteger.ZERO, "JURY"));
    }
    BigInteger fees = DevParameters.prz(7);
    assertThat(chain.tokenBalanceWei(key.address()))
        .isEqualTo(DevParameters.prz(100).subtract(BOND));
    assertThat(sent(contractsAt().disputeCourt(), owner("bob"))).isEqualTo(BOND.subtract(fees));
    await()
        .atMost(SOON)
        .until(
            () ->
                sent(contractsAt().committee(), owner("ada"))
                    .add(sent(contractsAt().committee(), owner("cy")))
                    .equals(fees));
    assertThat(stake("ada")).isEqualTo(STAKE);
    assertThat(stake("bob")).isEqualTo(STAKE);
    assertThat(stake("cy")).isEqualTo(STAKE);
  }

  /** The auditor is stopped in the middle of the dispute and started again. */
  @Test
  @Order(3)
  void anAuditorCatchesALazyNodeAndTouchesNoHonestOne() {
    new NodeSwitch(home).cut("bob");
    SigningKey key = person("auditor", DevParameters.prz(1_000));
    try (NetworkAccess access = NetworkAccess.open(home, NetworkPlan.NAME, 1, SOON);
        ServingNode lazyBob = lazy("bob", access)) {
      assertThat(lazyBob).isNotNull();
      await().atMost(SOON).ignoreExceptions().until(CourtroomTest::ask);
      Digest dispute = disputeOf(key);
      assertThat(court.find(dispute).nodeId()).isEqualTo(nodeId("bob"));
      passTime(61);
      try (NetworkAccess mine = NetworkAccess.open(home, NetworkPlan.NAME, 1, SOON);
          Watchtower again = Watchtower.start(auditor(key), mine)) {
        awaitStage(dispute, Stage.RESOLVED);
        await().atMost(SOON).until(() -> again.changeWei().signum() > 0);
      }
      Verdict verdict = court.verdict(dispute).orElseThrow();
      assertThat(verdict.guilty()).isTrue();
      assertThat(verdict.slashedWei()).isGreaterThanOrEqualTo(BOND.shiftLeft(3));
      assertThat(stake("bob")).isEqualTo(STAKE.subtract(verdict.slashedWei()));
      assertThat(sent(contractsAt().nodeRegistry(), key.address()))
          .isEqualTo(verdict.slashedWei().shiftRight(2));
    }
    assertThat(court.by(key.address())).hasSize(1);
    assertThat(stake("ada")).isEqualTo(STAKE);
    assertThat(stake("cy")).isEqualTo(STAKE);
  }

  private static Digest disputeOf(SigningKey auditor) {
    try (NetworkAccess mine = NetworkAccess.open(home, NetworkPlan.NAME, 1, SOON);
        Watchtower tower = Watchtower.start(auditor(auditor), mine)) {
      assertThat(tower).isNotNull();
      await().atMost(SOON).until(() -> !court.by(auditor.address()).isEmpty());
      return court.by(auditor.address()).getFirst();
    }
  }

  private static AuditorSetup auditor(SigningKey key) {
    EngineConfig engine = new EngineConfig(1, 64L << 20, 0);
    return new AuditorSetup(home.auditor("auditor"), key, 1, new ReplayEngines(model, engine));
  }

  private static ServingNode lazy(String name, NetworkAccess access) {
    NodeFolder folder = home.node(name);
    char[] password =
        SecretFiles.read(new DevnetFolder(home.devnet()).password()).strip().toCharArray();
    return ServingNode.start(
        new NodeSetup(
            folder,
            folder.settings(),
            folder.unlockSigner(password),
            8,
            64L << 20,
            0,
            1,
            Arithmetic.EXACT,
            StageSettings.alone(),
            true,
            false,
            LazyEngine::new),
        access);
  }

  private static boolean ask() {
    try (ChatClient client = new ChatClient(network.gateway())) {
      client.chat(network.modelName(), "What is the capital of Dorn?", 12, piece -> {});
      return true;
    }
  }

  /** The longest session that a node kept, read from its disk. */
  private static Work anyWorkOf(String name) {
    Path folder = home.node(name).work();
    await().atMost(SOON).until(() -> !digestsIn(folder).isEmpty());
    KeptWork kept =
        KeptWork.open(folder, network.deployment().domains().contributionLedger(), 1L << 40);
    return digestsIn(folder).stream()
        .map(kept::work)
        .flatMap(Optional::stream)
        .max((a, b) -> Long.compare(a.receipt().posStart(), b.receipt().posStart()))
        .orElseThrow();
  }

  private static List<Digest> digestsIn(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".chunk"))
          .map(name -> name.substring(name.indexOf('-') + 1, name.indexOf('.')))
          .map(Digest::ofHex)
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static Digest subject(Work work) {
    return network
        .deployment()
        .domains()
        .contributionLedger()
        .digestOf(work.receipt().structHash());
  }

  private static void awaitStage(Digest dispute, Stage stage) {
    await().atMost(SOON).until(() -> court.find(dispute).stage() == stage);
  }

  private static void passTime(int seconds) {
    try (JsonRpc rpc = new JsonRpc(network.rpc())) {
      rpc.call("evm_increaseTime", seconds);
    }
  }

  private static SigningKey person(String name, BigInteger tokensWei) {
    SigningKey key = DevKeys.of(name);
    try (TransactionSender bank = sender(DevKeys.of(DevAccounts.DEPLOYER))) {
      bank.send(PreparedCall.transfer("gas of " + name, key.address(), DevParameters.prz(10)));
      new TokenDesk(chain, bank).transfer(key.address(), tokensWei);
    }
    return key;
  }

  private static TransactionSender sender(SigningKey key) {
    return TransactionSender.start(chain, key, new MemoryTransactionLog());
  }

  private static Deployment contractsAt() {
    return network.deployment();
  }

  private static Digest nodeId(String name) {
    return network.nodeIds().get(name);
  }

  private static Address owner(String name) {
    return new NodeDirectory(chain).byId(nodeId(name)).orElseThrow().payout();
  }

  private static BigInteger stake(String name) {
    return new NodeDirectory(chain).byId(nodeId(name)).orElseThrow().stakeWei();
  }

  /** Tokens that went from one account to another, ever. */
  private static BigInteger sent(Address from, Address to) {
    List<String> topics =
        List.of(EventEncoder.encode(PeerzToken.TRANSFER_EVENT), word(from), word(to));
    return chain
        .logs(contractsAt().token(), topics, contractsAt().deployedAtBlock(), chain.head())
        .stream()
        .map(log -> PeerzToken.getTransferEventFromLog(log).value)
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  private static String word(Address address) {
    return "0x" + "0".repeat(24) + address.hex().substring(2);
  }
}
