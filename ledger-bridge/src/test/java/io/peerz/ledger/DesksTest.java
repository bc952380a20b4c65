package io.peerz.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.Deployment;
import io.peerz.ledger.escrow.ChannelDesk;
import io.peerz.ledger.escrow.ChannelTerms;
import io.peerz.ledger.model.ModelDesk;
import io.peerz.ledger.registry.NodeDirectory;
import io.peerz.ledger.registry.RegisteredNode;
import io.peerz.ledger.stake.StakeDesk;
import io.peerz.ledger.stake.Unbonding;
import io.peerz.ledger.testing.TestDeployment;
import io.peerz.ledger.testing.TestNetwork;
import io.peerz.ledger.testing.WithAnvil;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.manifest.ModelManifest;
import io.peerz.proof.sign.Signature;
import io.peerz.proof.sign.SigningKey;
import io.peerz.proof.voucher.CooperativeClose;
import io.peerz.proof.voucher.SignedVoucher;
import io.peerz.proof.voucher.Voucher;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DesksTest extends WithAnvil {
  private static final BigInteger RICH = BigInteger.TEN.pow(9);
  private static TestNetwork network;

  @BeforeAll
  static void deploy() {
    network = TestNetwork.start(anvil, QUICK);
  }

  @AfterAll
  static void close() {
    if (network != null) {
      network.close();
    }
  }

  @Test
  void aStakedNodeIsFoundWithItsOffer() {
    ModelManifest model = network.model("found");
    SigningKey owner = network.person("owner", RICH);
    SigningKey signer = network.person("signer", BigInteger.ZERO);
    Digest nodeId = network.servingNode(owner, signer, model.modelId());

    RegisteredNode node = new NodeDirectory(network.chain()).active(model.modelId()).getFirst();
    assertThat(node.nodeId()).isEqualTo(nodeId);
    assertThat(node.owner()).isEqualTo(owner.address());
    assertThat(node.signer()).isEqualTo(signer.address());
    assertThat(node.endpoint().toString()).isEqualTo("127.0.0.1:7000");
    assertThat(node.stakeWei()).isEqualTo(TestDeployment.MIN_STAKE.multiply(BigInteger.TEN));
    assertThat(node.shards().getFirst().layerEnd()).isEqualTo(6);
    assertThat(new NodeDirectory(network.chain()).bySigner(signer.address()))
        .map(RegisteredNode::nodeId)
        .contains(nodeId);
  }

  @Test
  void registeringAgainChangesNothing() {
    SigningKey owner = network.person("owner", RICH);
    SigningKey signer = network.person("signer", BigInteger.ZERO);
    StakeDesk desk = network.stakeDesk(owner);
    Digest nodeId = desk.register(signer, TestNetwork.registration(owner.address()));
    assertThat(desk.register(signer, TestNetwork.registration(owner.address()))).isEqualTo(nodeId);
  }

  @Test
  void stakeComesBackAfterItsDelay() {
    SigningKey owner = network.person("owner", RICH);
    SigningKey signer = network.person("signer", BigInteger.ZERO);
    StakeDesk desk = network.stakeDesk(owner);
    Digest nodeId = desk.register(signer, TestNetwork.registration(owner.address()));
    desk.stake(nodeId, RICH);
    Unbonding unbonding = desk.requestUnbond(nodeId, RICH);
    assertThat(desk.unbondings(nodeId)).containsExactly(unbonding);
    assertThatThrownBy(() -> desk.withdraw(nodeId, unbonding.index()))
        .isInstanceOfSatisfying(
            PeerzException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.TRANSACTION_REVERTED))
        .hasMessageContaining("StillLocked(releaseAt " + unbonding.releaseAtSeconds() + ")");
    anvil.passTime(TestDeployment.UNBOND_SECONDS + 1);
    desk.withdraw(nodeId, unbonding.index());
    assertThat(network.chain().tokenBalanceWei(owner.address())).isEqualTo(RICH);
  }

  @Test
  void aRefusalOfAContractIsSaidInWords() {
    SigningKey owner = network.person("owner", RICH);
    SigningKey signer = network.person("signer", BigInteger.ZERO);
    StakeDesk desk = network.stakeDesk(owner);
    Digest nodeId = desk.register(signer, TestNetwork.registration(owner.address()));
    desk.stake(nodeId, BigInteger.valueOf(1500));
    assertThatThrownBy(() -> desk.requestUnbond(nodeId, BigInteger.valueOf(2000)))
        .hasMessageContaining("InsufficientFree(free 1500, wanted 2000)");
  }

  @Test
  void channelsOpenTopUpAndCloseWithEveryWeiAccountedFor() {
    ModelManifest model = network.model("channels");
    Digest nodeId =
        network.servingNode(
            network.person("owner", RICH),
            network.person("signer", BigInteger.ZERO),
            model.modelId());
    SigningKey payer = network.person("payer", RICH);
    ChannelDesk desk = network.channelDesk(payer);
    List<Digest> ids =
        desk.openMany(
            List.of(nodeId, nodeId), List.of(BigInteger.valueOf(700), BigInteger.valueOf(300)));
    assertThat(desk.open()).extracting(ChannelTerms::channelId).containsExactlyElementsOf(ids);
    desk.topUp(ids.getFirst(), BigInteger.valueOf(50));
    assertThat(desk.read(ids.getFirst()).depositWei()).isEqualTo(750);

    desk.requestClose(ids.getFirst());
    assertThat(desk.open()).hasSize(1);
    anvil.passTime(TestDeployment.CLOSE_SECONDS + 1);
    desk.settle(ids.getFirst());
    assertThat(network.chain().tokenBalanceWei(payer.address()))
        .isEqualTo(RICH.subtract(BigInteger.valueOf(300)));
  }

  @Test
  void aChannelClosesAtOnceWhenTheNodeAgrees() {
    ModelManifest model = network.model("agree");
    SigningKey owner = network.person("owner", RICH);
    SigningKey signer = network.person("signer", BigInteger.ZERO);
    Digest nodeId = network.servingNode(owner, signer, model.modelId());
    SigningKey payer = network.person("payer", RICH);
    ChannelDesk desk = network.channelDesk(payer);
    Digest channel = desk.openMany(List.of(nodeId), List.of(BigInteger.valueOf(1000))).getFirst();
    Voucher last =
        new Voucher(channel, BigInteger.valueOf(400), BigInteger.TEN, Keccak.hash("receipt"));
    CooperativeClose close = new CooperativeClose(channel, BigInteger.valueOf(400));
    Signature nodeSig = signer.sign(inChannels(close.structHash()));
    desk.closeCooperatively(
        new SignedVoucher(last, payer.sign(inChannels(last.structHash())), Optional.empty()),
        nodeSig);
    assertThat(desk.read(channel).closed()).isTrue();
    assertThat(network.chain().tokenBalanceWei(payer.address()))
        .isEqualTo(RICH.subtract(BigInteger.valueOf(400)));
  }

  private static Digest inChannels(Digest structHash) {
    return network.deployment().domains().paymentChannels().digestOf(structHash);
  }

  @Test
  void aModelIsReadBackAsItWasRegistered() {
    ModelManifest model = network.model("read back");
    assertThat(new ModelDesk(network.chain()).find(model.modelId()))
        .hasValueSatisfying(
            found -> {
              assertThat(found.geometry()).isEqualTo(model.geometry());
              assertThat(found.weightsRoot()).isEqualTo(model.weightsRoot());
            });
    assertThat(new ModelDesk(network.chain()).find(Keccak.hash("unknown"))).isEmpty();
  }

  @Test
  void aPoorPayerIsToldBeforeAnythingIsSent() {
    SigningKey payer = network.person("poor", BigInteger.ONE);
    ChannelDesk desk = network.channelDesk(payer);
    assertThatThrownBy(() -> desk.openMany(List.of(Digest.ZERO), List.of(BigInteger.TEN)))
        .isInstanceOfSatisfying(
            PeerzException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INSUFFICIENT_FUNDS));
  }

  @Test
  void anotherChainUnderTheSameDeploymentIsRefused() {
    Deployment right = network.deployment();
    Deployment wrong =
        new Deployment(
            right.chainId(),
            right.token(),
            right.accessManager(),
            right.epochManager(),
            right.modelRegistry(),
            right.nodeRegistry(),
            right.paymentChannels(),
            right.contributionLedger(),
            right.committee(),
            right.fineTuneMarket(),
            right.disputeCourt(),
            right.deployedAtBlock(),
            Keccak.hash("another genesis"));
    assertThatThrownBy(() -> ChainClient.connect(anvil.uri(), wrong, QUICK))
        .isInstanceOfSatisfying(
            PeerzException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CHAIN_MISMATCH));
  }

  @Test
  void aDeploymentFileIsReadBackAsItWasWritten(@TempDir Path folder) {
    Path file = folder.resolve("deployment.json");
    network.deployment().write(file);
    assertThat(Deployment.read(file)).isEqualTo(network.deployment());
  }
}
