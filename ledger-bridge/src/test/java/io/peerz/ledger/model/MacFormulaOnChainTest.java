package io.peerz.ledger.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.ledger.chain.Contracts;
import io.peerz.ledger.testing.TestNetwork;
import io.peerz.ledger.testing.WithAnvil;
import io.peerz.proof.cost.Geometry;
import io.peerz.proof.cost.MacFormula;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Cost is a number that nobody reports: Java and the contract must agree on every geometry. */
class MacFormulaOnChainTest extends WithAnvil {
  private static final int GEOMETRIES = 10_000;
  private static final int PER_REQUEST = 200;
  private static TestNetwork network;

  private final Random random = new Random(20711);
  private final List<Long> expected = new ArrayList<>();
  private final List<String> questions = new ArrayList<>();

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
  void forwardCostsAgreeOnTenThousandGeometries() {
    Contracts contracts = network.chain().contracts();
    for (int i = 0; i < GEOMETRIES; i++) {
      Geometry g = geometry();
      int start = random.nextInt(g.layers());
      int end = start + 1 + random.nextInt(g.layers() - start);
      int position = random.nextInt(100_000);
      int tokens = 1 + random.nextInt(4_096);
      boolean head = random.nextBoolean();
      expected.add(MacFormula.forward(g, start, end, position, tokens, head));
      questions.add(
          contracts
              .modelRegistry()
              .macsOf(ModelDesk.struct(g), big(start), big(end), big(position), big(tokens), head)
              .encodeFunctionCall());
    }
    assertAgreed();
  }

  @Test
  void fineTuneCostsAgreeOnTenThousandGeometries() {
    Contracts contracts = network.chain().contracts();
    for (int i = 0; i < GEOMETRIES; i++) {
      Geometry g = geometry();
      int seqs = 1 + random.nextInt(8);
      int length = 1 + random.nextInt(512);
      int steps = 1 + random.nextInt(32);
      int rank = 1 + random.nextInt(64);
      int targets = 1 + random.nextInt(127);
      expected.add(MacFormula.lora(g, seqs, length, steps, rank, targets));
      questions.add(
          contracts
              .modelRegistry()
              .macsOfLora(
                  ModelDesk.struct(g), big(seqs), big(length), big(steps), big(rank), big(targets))
              .encodeFunctionCall());
    }
    assertAgreed();
  }

  private Geometry geometry() {
    int kvHeads = 1 + random.nextInt(8);
    return new Geometry(
        1 + random.nextInt(80),
        1 + random.nextInt(8_192),
        kvHeads * (1 + random.nextInt(8)),
        kvHeads,
        1 + random.nextInt(256),
        1 + random.nextInt(32_768),
        1 + random.nextInt(200_000),
        random.nextInt(3),
        random.nextInt(2));
  }

  private void assertAgreed() {
    for (int from = 0; from < GEOMETRIES; from += PER_REQUEST) {
      List<String> answers =
          anvil.callMany(
              network.deployment().modelRegistry(), questions.subList(from, from + PER_REQUEST));
      assertThat(answers.stream().map(MacFormulaOnChainTest::number))
          .isEqualTo(expected.subList(from, from + PER_REQUEST));
    }
  }

  private static long number(String word) {
    return new BigInteger(word.substring(2), 16).longValueExact();
  }

  private static BigInteger big(int value) {
    return BigInteger.valueOf(value);
  }
}
