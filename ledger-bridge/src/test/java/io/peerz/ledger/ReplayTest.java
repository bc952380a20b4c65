package io.peerz.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.contracts.NodeRegistry;
import io.peerz.contracts.PaymentChannels;
import io.peerz.ledger.chain.Deployment;
import io.peerz.ledger.escrow.ChannelDesk;
import io.peerz.ledger.escrow.ChannelReader;
import io.peerz.ledger.escrow.ChannelTerms;
import io.peerz.ledger.registry.NodeDirectory;
import io.peerz.ledger.registry.RegisteredNode;
import io.peerz.ledger.stake.StakeDesk;
import io.peerz.ledger.testing.TestNetwork;
import io.peerz.ledger.testing.WithAnvil;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.sign.SigningKey;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.web3j.abi.EventEncoder;
import org.web3j.abi.datatypes.Event;
import org.web3j.protocol.core.methods.response.Log;

/** An indexer that reads nothing but events arrives at what the contracts store. */
class ReplayTest extends WithAnvil {
  private static final BigInteger RICH = BigInteger.TEN.pow(9);

  @Test
  void replayedEventsEqualTheStorage() {
    try (TestNetwork network = TestNetwork.start(anvil, QUICK)) {
      Digest modelId = network.model("replayed").modelId();
      SigningKey owner = network.person("owner", RICH);
      Digest nodeId =
          network.servingNode(owner, network.person("signer", BigInteger.ZERO), modelId);
      SigningKey payer = network.person("payer", RICH);
      live(network, nodeId, owner, payer);
      assertStakeReplays(network, nodeId);
      assertChannelsReplay(network);
    }
  }

  /** A random but repeatable life of a stake and a few channels. */
  private static void live(TestNetwork network, Digest nodeId, SigningKey owner, SigningKey payer) {
    Random random = new Random(7);
    StakeDesk stakes = network.stakeDesk(owner);
    ChannelDesk channels = network.channelDesk(payer);
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

  private static List<Log> logs(TestNetwork network, Address contract, Event event) {
    Deployment at = network.deployment();
    return network
        .chain()
        .logs(
            contract,
            List.of(EventEncoder.encode(event)),
            at.deployedAtBlock(),
            network.chain().head());
  }

  private static void assertStakeReplays(TestNetwork network, Digest nodeId) {
    NodeRegistry.StakeChangedEventResponse last =
        NodeRegistry.getStakeChangedEventFromLog(
            logs(network, network.deployment().nodeRegistry(), NodeRegistry.STAKECHANGED_EVENT)
                .getLast());
    RegisteredNode stored = new NodeDirectory(network.chain()).byId(nodeId).orElseThrow();
    assertThat(last.nodeId).isEqualTo(nodeId.bytes());
    assertThat(last.stake).isEqualTo(stored.stakeWei());
    assertThat(last.locked).isEqualTo(stored.lockedWei());
    assertThat(last.unbonding).isEqualTo(stored.unbondingWei());
  }

  private static void assertChannelsReplay(TestNetwork network) {
    Address at = network.deployment().paymentChannels();
    Map<Digest, BigInteger> deposits = new HashMap<>();
    Map<Digest, Long> closing = new HashMap<>();
    for (Log log : logs(network, at, PaymentChannels.CHANNELOPENED_EVENT)) {
      var event = PaymentChannels.getChannelOpenedEventFromLog(log);
      deposits.put(Digest.of(event.channelId), event.deposit);
    }
    for (Log log : logs(network, at, PaymentChannels.CHANNELTOPPEDUP_EVENT)) {
      var event = PaymentChannels.getChannelToppedUpEventFromLog(log);
      deposits.put(Digest.of(event.channelId), event.deposit);
    }
    for (Log log : logs(network, at, PaymentChannels.CLOSEREQUESTED_EVENT)) {
      var event = PaymentChannels.getCloseRequestedEventFromLog(log);
      closing.put(Digest.of(event.channelId), event.closesAt.longValueExact());
    }
    assertThat(deposits).hasSize(5);
    ChannelReader reader = new ChannelReader(network.chain());
    deposits.forEach(
        (channelId, depositWei) -> {
          ChannelTerms stored = reader.read(channelId);
          assertThat(stored.depositWei()).isEqualTo(depositWei);
          assertThat(stored.closesAtSeconds()).isEqualTo(closing.getOrDefault(channelId, 0L));
        });
  }
}
