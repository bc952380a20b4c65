package io.peerz.ledger.settle;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.ledger.chain.Contracts;
import io.peerz.ledger.testing.Anvil;
import io.peerz.ledger.testing.TestNetwork;
import io.peerz.ledger.testing.WithAnvil;
import io.peerz.ledger.testing.Work;
import io.peerz.proof.encode.Domain;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.receipt.BatchHeader;
import io.peerz.proof.receipt.Delivery;
import io.peerz.proof.receipt.InferenceReceipt;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

/** Receipts and batch headers hash alike in Java and in the contract. */
class LedgerDigestsOnChainTest extends WithAnvil {
  @Test
  void receiptsAndHeadersHashAlike() {
    try (TestNetwork network = TestNetwork.start(anvil, QUICK)) {
      Contracts contracts = network.chain().contracts();
      Domain domain = network.deployment().domains().contributionLedger();
      Digest id = Keccak.hash("id");
      InferenceReceipt receipt =
          new Work(network.chain(), Anvil.key("a"), Anvil.key("b"), id, id, id).chunk().receipt();
      BatchHeader header =
          new BatchHeader(
              id, 9, id, BigInteger.TWO, BigInteger.ONE, BigInteger.ONE.shiftLeft(127), 3, id);
      Delivery delivery = Delivery.of(receipt, true);
      assertThat(
              Digest.of(
                  contracts.read(
                      contracts.contributionLedger().receiptDigest(LedgerStructs.of(receipt)))))
          .isEqualTo(domain.digestOf(receipt.structHash()));
      assertThat(
              Digest.of(
                  contracts.read(
                      contracts.contributionLedger().deliveryDigest(LedgerStructs.of(delivery)))))
          .isEqualTo(domain.digestOf(delivery.structHash()));
      assertThat(
              Digest.of(
                  contracts.read(
                      contracts.contributionLedger().batchDigest(LedgerStructs.of(header)))))
          .isEqualTo(domain.digestOf(header.structHash()));
    }
  }
}
