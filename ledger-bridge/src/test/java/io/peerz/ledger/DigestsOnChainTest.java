package io.peerz.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.contracts.ContributionLedger;
import io.peerz.contracts.NodeRegistry;
import io.peerz.contracts.PaymentChannels;
import io.peerz.ledger.chain.Contracts;
import io.peerz.ledger.escrow.ChannelStructs;
import io.peerz.ledger.testing.TestNetwork;
import io.peerz.ledger.testing.WithAnvil;
import io.peerz.proof.announce.NodeBinding;
import io.peerz.proof.announce.ShardAnnouncement;
import io.peerz.proof.encode.AbiWriter;
import io.peerz.proof.encode.Domain;
import io.peerz.proof.encode.Domains;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.voucher.CooperativeClose;
import io.peerz.proof.voucher.SessionKey;
import io.peerz.proof.voucher.Voucher;
import java.math.BigInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.web3j.protocol.core.RemoteFunctionCall;

/** What Java signs is what the contracts hash. */
class DigestsOnChainTest extends WithAnvil {
  private static final Address ACCOUNT = Address.ofHex("0x" + "a1".repeat(20));
  private static final Digest ID = Keccak.hash("some id");
  private static final BigInteger HUGE = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);

  private static TestNetwork network;
  private static Contracts contracts;
  private static Domains domains;

  @BeforeAll
  static void deploy() {
    network = TestNetwork.start(anvil, QUICK);
    contracts = network.chain().contracts();
    domains = network.deployment().domains();
  }

  @AfterAll
  static void close() {
    if (network != null) {
      network.close();
    }
  }

  private static void assertSame(
      RemoteFunctionCall<byte[]> onChain, Domain domain, Digest structHash) {
    assertThat(Digest.of(contracts.read(onChain))).isEqualTo(domain.digestOf(structHash));
  }

  @Test
  void bindings() {
    NodeBinding binding = new NodeBinding(ACCOUNT, network.deployment().token(), HUGE);
    assertSame(
        contracts
            .nodeRegistry()
            .bindingDigest(
                new NodeRegistry.NodeBinding(
                    ACCOUNT.hex(), network.deployment().token().hex(), HUGE)),
        domains.nodeRegistry(),
        binding.structHash());
  }

  @Test
  void announcements() {
    ShardAnnouncement a =
        new ShardAnnouncement(ID, Keccak.hash("m"), 3, 9, 1, BigInteger.TEN, ID, 77, 1L << 39);
    assertSame(
        contracts
            .nodeRegistry()
            .announcementDigest(
                new NodeRegistry.ShardAnnouncement(
                    ID.bytes(),
                    a.modelId().bytes(),
                    BigInteger.valueOf(3),
                    BigInteger.valueOf(9),
                    BigInteger.ONE,
                    BigInteger.TEN,
                    ID.bytes(),
                    BigInteger.valueOf(77),
                    BigInteger.ONE.shiftLeft(39))),
        domains.nodeRegistry(),
        a.structHash());
  }

  @Test
  void vouchersSessionKeysAndCloses() {
    Voucher voucher = new Voucher(ID, HUGE, BigInteger.ONE, Keccak.hash("head"));
    assertSame(
        contracts.paymentChannels().voucherDigest(ChannelStructs.of(voucher)),
        domains.paymentChannels(),
        voucher.structHash());
    SessionKey key = new SessionKey(ID, ACCOUNT, HUGE, 99);
    assertSame(
        contracts.paymentChannels().sessionKeyDigest(ChannelStructs.of(key)),
        domains.paymentChannels(),
        key.structHash());
    assertSame(
        contracts
            .paymentChannels()
            .cooperativeCloseDigest(new PaymentChannels.CooperativeClose(ID.bytes(), HUGE)),
        domains.paymentChannels(),
        new CooperativeClose(ID, HUGE).structHash());
  }

  @Test
  void batchNames() {
    BigInteger epoch = BigInteger.valueOf(41);
    ContributionLedger ledger = contracts.contributionLedger();
    assertThat(Digest.of(contracts.read(ledger.batchIdOf(ID.bytes(), epoch))))
        .isEqualTo(new AbiWriter(2).digest(ID).uint(epoch).hash());
  }
}
