package io.peerz.node.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.ledger.registry.Endpoint;
import io.peerz.ledger.registry.RegisteredNode;
import io.peerz.node.units.Amounts;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.sign.SigningKey;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Whom layers are lent to, and where the lenders are, by what the registry says. */
class StakedGuestsTest {
  private static final BigInteger MINIMUM = Amounts.toWei("2000");
  private static final Address NEW_SIGNER = signer("new");
  private static final Address OLD_SIGNER = signer("old");

  private final Map<Digest, RegisteredNode> registry = new HashMap<>();
  private final AtomicInteger questions = new AtomicInteger();

  private static Address signer(String name) {
    return SigningKey.of(Keccak.hash(name).bytes()).address();
  }

  private static Digest id(String name) {
    return Keccak.hash("node " + name);
  }

  private Optional<RegisteredNode> find(Digest nodeId) {
    questions.incrementAndGet();
    return Optional.ofNullable(registry.get(nodeId));
  }

  private void register(String name, Address signer, String stake, boolean jailed) {
    registry.put(
        id(name),
        new RegisteredNode(
            id(name),
            Address.ZERO,
            signer,
            Address.ZERO,
            new Endpoint("10.0.0.7", 7741),
            Keccak.hash("key of " + name),
            jailed,
            Amounts.toWei(stake),
            BigInteger.ZERO,
            BigInteger.ZERO,
            List.of()));
  }

  private StakedGuests guests(String... names) {
    List<Digest> ids = List.of(names).stream().map(StakedGuestsTest::id).toList();
    return new StakedGuests(ids, this::find, () -> MINIMUM);
  }

  @Test
  void onlyTheSignerOfNowOfANamedNodeWithItsStakeIsLetIn() {
    register("cy", NEW_SIGNER, "2000", false);
    register("stranger", signer("stranger"), "9000", false);

    StakedGuests guests = guests("cy", "absent");

    assertThat(guests.test(NEW_SIGNER)).isTrue();
    assertThat(guests.nodeOf(NEW_SIGNER)).isEqualTo(id("cy"));
    assertThat(guests.test(OLD_SIGNER)).isFalse();
    assertThat(guests.test(signer("stranger"))).isFalse();
  }

  @Test
  void aNodeBelowTheMinimumOrInJailIsTurnedAway() {
    register("poor", NEW_SIGNER, "1999", false);
    register("jailed", OLD_SIGNER, "9000", true);

    StakedGuests guests = guests("poor", "jailed");

    assertThat(guests.test(NEW_SIGNER)).isFalse();
    assertThat(guests.test(OLD_SIGNER)).isFalse();
  }

  @Test
  void strangersWhoKnockDoNotMakeItAskTheChain() {
    register("cy", NEW_SIGNER, "2000", false);
    StakedGuests guests = guests("cy");

    for (int i = 0; i < 100; i++) {
      guests.test(signer("stranger " + i));
    }

    assertThat(questions).hasValue(1);
  }

  @Test
  void aStageIsReachedWhereTheRegistrySaysItIs() {
    register("dan", NEW_SIGNER, "2000", false);

    assertThat(new StageNodes(List.of(id("dan")), this::find).get())
        .singleElement()
        .satisfies(
            node -> {
              assertThat(node).hasToString("10.0.0.7:7741");
              assertThat(node.spkiHash()).isEqualTo(Keccak.hash("key of dan"));
            });
  }

  @Test
  void aStageThatIsAbsentOrJailedIsNamedInOneLine() {
    register("jailed", OLD_SIGNER, "9000", true);

    assertRefused("absent", "is not registered on this network; correct the setting stages");
    assertRefused("jailed", "is jailed after a proved fault");
  }

  private void assertRefused(String name, String why) {
    assertThatThrownBy(() -> new StageNodes(List.of(id(name)), this::find).get())
        .isInstanceOfSatisfying(
            PeerzException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_CONFIG))
        .hasMessageContaining(id(name).hex())
        .hasMessageContaining(why);
  }
}
