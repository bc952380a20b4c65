package io.peerz.ledger.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.contracts.ContributionLedger;
import io.peerz.contracts.NodeRegistry;
import io.peerz.contracts.PaymentChannels;
import io.peerz.ledger.chain.Contracts;
import io.peerz.ledger.escrow.ChannelDesk;
import io.peerz.ledger.settle.OneSettledBatch;
import io.peerz.ledger.stake.StakeDesk;
import io.peerz.ledger.testing.TestNetwork;
import io.peerz.ledger.testing.WithAnvil;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Hex;
import io.peerz.proof.sign.SigningKey;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

/**
 * The index is made from logs alone and says what the contracts store, in a SQLite file and in a
 * PostgreSQL database.
 */
class LedgerIndexTest extends WithAnvil {
  private static final BigInteger RICH = BigInteger.TEN.pow(12);
  private static TestNetwork network;
  private static Digest nodeId;
  private static SigningKey payer;
  private static Path ledgerFile;
  private static LocalPostgres server;

  @TempDir Path folder;

  @BeforeAll
  static void aNetworkWithALife(@TempDir Path node) {
    network = TestNetwork.start(anvil, QUICK);
    network.pay(network.deployment().contributionLedger(), RICH);
    Digest modelId = network.model("indexed").modelId();
    SigningKey owner = network.person("owner", RICH);
    SigningKey signer = network.person("signer", BigInteger.ZERO);
    nodeId = network.servingNode(owner, signer, modelId);
    payer = network.person("payer", RICH);
    live(network.stakeDesk(owner), network.channelDesk(payer));
    ledgerFile = node.resolve("ledger.sqlite");
    OneSettledBatch.play(network, anvil, node, nodeId, signer, payer, modelId);
  }

  @AfterAll
  static void close() {
    if (server != null) {
      server.close();
    }
    if (network != null) {
      network.close();
    }
  }

  /** A random but repeatable life of a stake and a few channels. */
  private static void live(StakeDesk stakes, ChannelDesk channels) {
    Random random = new Random(7);
    for (int i = 0; i < 5; i++) {
      BigInteger some = BigInteger.valueOf(1 + random.nextInt(1_000));
      stakes.stake(nodeId, some);
      stakes.requestUnbond(nodeId, some.add(BigInteger.ONE));
      Digest channel = channels.openMany(List.of(nodeId), List.of(some)).getFirst();
      if (random.nextBoolean()) {
        channels.topUp(channel, some);
      }
      if (random.nextBoolean()) {
        channels.requestClose(channel);
      }
    }
  }

  /** Where an index may lie. */
  enum Place {
    FILE,
    SERVER
  }

  /** What holds in one place holds in the other. */
  @ParameterizedTest
  @EnumSource
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.METHOD)
  private @interface OnBoth {}

  private static LocalPostgres postgres() {
    if (server == null) {
      server = LocalPostgres.start();
    }
    return server;
  }

  /** An empty index, or the one that was opened under that name before. */
  private LedgerIndex open(Place place, String name) {
    return place == Place.FILE
        ? LedgerIndex.open(folder.resolve(name), network.deployment())
        : LedgerIndex.shared(postgres().database(name), network.deployment());
  }

  private static void catchUp(LedgerIndex index) {
    try (ChainFollower follower = follower(index)) {
      while (follower.step()) {
        assertThat(index.tip()).isPresent();
      }
    }
  }

  private static ChainFollower follower(LedgerIndex index) {
    return new ChainFollower(network.chain(), index, Duration.ofMillis(20), () -> {});
  }

  private static List<ObjectNode> all(LedgerIndex index, Collection collection) {
    List<ObjectNode> rows = new ArrayList<>();
    PageRequest page = PageRequest.newest(collection, 7);
    List<ObjectNode> next = index.page(page);
    while (!next.isEmpty()) {
      rows.addAll(next);
      next = index.page(page.before(next.getLast().path("id").asLong()));
    }
    return rows;
  }

  @OnBoth
  void aNodeInTheIndexEqualsTheRegistry(Place place) {
    try (LedgerIndex index = open(place, "nodes")) {
      catchUp(index);
      ObjectNode row = index.find(Collection.NODES, nodeId.hex()).orElseThrow();
      Contracts contracts = network.chain().contracts();
      NodeRegistry.Node stored = contracts.read(contracts.nodeRegistry().node(nodeId.bytes()));
      assertThat(row.path("owner").asString()).isEqualTo(stored.owner);
      assertThat(row.path("signer").asString()).isEqualTo(stored.signer);
      assertThat(row.path("payout").asString()).isEqualTo(stored.payout);
      assertThat(row.path("roles").asInt()).isEqualTo(stored.roles.intValue());
      assertThat(row.path("registeredAt").asLong()).isEqualTo(stored.registeredAt.longValue());
      assertThat(row.path("stakeWei").asString()).isEqualTo(stored.stake.toString());
      assertThat(row.path("lockedWei").asString()).isEqualTo(stored.locked.toString());
      assertThat(row.path("unbondingWei").asString()).isEqualTo(stored.unbonding.toString());
      assertThat(row.path("endpoint").asString()).isEqualTo("127.0.0.1:7000");
    }
  }

  @OnBoth
  void everyChannelInTheIndexEqualsTheContract(Place place) {
    try (LedgerIndex index = open(place, "channels")) {
      catchUp(index);
      List<ObjectNode> rows = all(index, Collection.CHANNELS);
      assertThat(rows).hasSize(6);
      Contracts contracts = network.chain().contracts();
      for (ObjectNode row : rows) {
        byte[] id = Hex.decode("id", row.path("channelId").asString(), Digest.LENGTH);
        PaymentChannels.Channel stored = contracts.read(contracts.paymentChannels().channel(id));
        assertThat(row.path("payer").asString()).isEqualTo(stored.payer);
        assertThat(row.path("nodeId").asString()).isEqualTo(Hex.encode(stored.nodeId));
        assertThat(row.path("delegate").asString()).isEqualTo(stored.delegate);
        assertThat(row.path("depositWei").asString()).isEqualTo(stored.deposit.toString());
        assertThat(row.path("claimedWei").asString()).isEqualTo(stored.claimed.toString());
        assertThat(row.path("closesAt").asLong()).isEqualTo(stored.closesAt.longValue());
        assertThat(row.path("closed").asBoolean()).isEqualTo(stored.closed);
      }
    }
  }

  @OnBoth
  void aClaimedBatchAndWhatItPaidAreInTheIndex(Place place) {
    try (LedgerIndex index = open(place, "batches")) {
      catchUp(index);
      ObjectNode row = all(index, Collection.BATCHES).getFirst();
      Contracts contracts = network.chain().contracts();
      byte[] id = Hex.decode("id", row.path("batchId").asString(), Digest.LENGTH);
      ContributionLedger.Batch stored = contracts.read(contracts.contributionLedger().batch(id));
      assertThat(row.path("nodeId").asString()).isEqualTo(Hex.encode(stored.nodeId));
      assertThat(row.path("root").asString()).isEqualTo(Hex.encode(stored.root));
      assertThat(row.path("totalMacs").asString()).isEqualTo(stored.totalMacs.toString());
      assertThat(row.path("epoch").asLong()).isEqualTo(stored.epoch.longValue());
      assertThat(row.path("status").asString()).isEqualTo("claimed");
      List<ObjectNode> payments =
          index.page(PageRequest.newest(Collection.PAYMENTS, 10).mentioning(nodeId.hex()));
      assertThat(payments)
          .extracting(p -> p.path("kind").asString())
          .containsExactlyInAnyOrder("voucher", "rebate");
      BigInteger paid =
          payments.stream()
              .map(p -> new BigInteger(p.path("amountWei").asString()))
              .reduce(BigInteger.ZERO, BigInteger::add);
      ObjectNode node = index.find(Collection.NODES, nodeId.hex()).orElseThrow();
      assertThat(node.path("earnedWei").asString()).isEqualTo(paid.toString());
    }
  }

  @OnBoth
  void receiptsOfANodeMakeTheRootThatStandsOnTheChain(Place place) {
    try (LedgerIndex index = open(place, "receipts")) {
      catchUp(index);
      assertThat(index.importReceipts(ledgerFile)).isTrue();
      assertThat(index.importReceipts(ledgerFile)).as("nothing new").isFalse();
      ObjectNode batch = all(index, Collection.BATCHES).getFirst();
      ObjectNode proof =
          index.batchProof(
              nodeId,
              batch.path("epoch").asLong(),
              network.deployment().domains().contributionLedger());
      assertThat(proof.path("root")).isEqualTo(batch.path("root"));
      assertThat(proof.path("totalMacs")).isEqualTo(batch.path("totalMacs"));
      ObjectNode session = all(index, Collection.SESSIONS).getFirst();
      assertThat(session.path("receipts").asInt()).isEqualTo(proof.path("leaves").size());
      assertThat(session.path("hops").path(0).path("nodeId").asString()).isEqualTo(nodeId.hex());
      assertThat(session.path("hops").path(0).path("macs")).isEqualTo(batch.path("totalMacs"));
    }
  }

  @OnBoth
  void aReorganisationLeavesTheSameIndexAsAFreshOne(Place place) {
    try (LedgerIndex index = open(place, "reorged");
        LedgerIndex fresh = open(place, "fresh")) {
      anvil.mine(6);
      catchUp(index);
      long head = index.tip().orElseThrow().number();
      anvil.reorg(4);
      anvil.mine(1);
      catchUp(index);
      catchUp(fresh);
      assertThat(index.tip().orElseThrow().number()).isGreaterThan(head);
      for (Collection collection : Collection.values()) {
        assertThat(all(index, collection)).isEqualTo(all(fresh, collection));
      }
    }
  }

  @OnBoth
  void aRestartContinuesWhereItStopped(Place place) {
    try (LedgerIndex index = open(place, "restarted")) {
      follower(index).step();
    }
    long before;
    try (LedgerIndex index = open(place, "restarted")) {
      before = index.tip().orElseThrow().number();
      catchUp(index);
      assertThat(index.tip().orElseThrow().number()).isGreaterThan(before);
      assertThat(all(index, Collection.NODES)).hasSize(1);
    }
  }

  @OnBoth
  void transactionsAreFoundByWhoSentThemAndEventsByTheirTransaction(Place place) {
    try (LedgerIndex index = open(place, "accounts")) {
      catchUp(index);
      List<ObjectNode> sent =
          index.page(
              PageRequest.newest(Collection.TRANSACTIONS, 100).mentioning(payer.address().hex()));
      ObjectNode opening =
          sent.stream()
              .filter(tx -> tx.path("method").asString("").equals("openManyWithPermit"))
              .findFirst()
              .orElseThrow();
      assertThat(opening.path("contract").asString()).isEqualTo("PaymentChannels");
      assertThat(opening.path("ok").asBoolean()).isTrue();
      List<ObjectNode> events =
          index.page(
              PageRequest.newest(Collection.EVENTS, 100)
                  .mentioning(opening.path("hash").asString()));
      assertThat(events)
          .extracting(e -> e.path("name").asString())
          .contains("ChannelOpened", "Transfer");
    }
  }

  @OnBoth
  void everyViewSaysTheSameInBothPlaces(Place place) {
    try (LedgerIndex here = open(place, "same");
        LedgerIndex file = open(Place.FILE, "reference")) {
      catchUp(here);
      catchUp(file);
      here.importReceipts(ledgerFile);
      file.importReceipts(ledgerFile);
      for (Collection collection : Collection.values()) {
        assertThat(all(here, collection)).isEqualTo(all(file, collection));
      }
      assertThat(here.totals()).isEqualTo(file.totals());
    }
  }

  @OnBoth
  void twoFollowersOfOneIndexWriteEachBlockOnce(Place place) throws InterruptedException {
    try (LedgerIndex one = open(place, "shared");
        LedgerIndex other = open(place, "shared");
        LedgerIndex alone = open(place, "unshared")) {
      Thread rival = Thread.ofVirtual().start(() -> catchUp(other));
      catchUp(one);
      rival.join();
      catchUp(one);
      catchUp(alone);
      assertThat(all(one, Collection.BLOCKS)).isEqualTo(all(alone, Collection.BLOCKS));
      assertThat(all(other, Collection.EVENTS)).isEqualTo(all(alone, Collection.EVENTS));
    }
  }

  @Test
  void anotherKindOfServerIsRefused() {
    assertThatThrownBy(() -> LedgerIndex.shared("jdbc:mysql://localhost/x", network.deployment()))
        .isInstanceOfSatisfying(
            PeerzException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_CONFIG));
  }

  @Test
  void aKeyThatIsNoIdIsRefused() {
    assertThatThrownBy(() -> PageRequest.newest(Collection.EVENTS, 10).mentioning("0x12; DROP"))
        .isInstanceOfSatisfying(
            PeerzException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST));
  }
}
