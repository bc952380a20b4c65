package io.peerz.inference.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.inference.gossip.NoticeBook.Verdict;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.proof.announce.SignedNotice;
import io.peerz.proof.id.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is believed of what strangers pass on. */
class NoticeBookTest {
  private static final Instant START = Instant.ofEpochSecond(1_800_000_000);
  private static final Speaker ADA = Speaker.of("ada", 0, 4);
  private static final Speaker BOB = Speaker.of("bob", 4, 8);
  private static final Speaker MALLORY = Speaker.of("mallory", 0, 8);

  private Instant now = START;
  private final ListedNodes registry = ListedNodes.of(ADA, BOB);
  private final NoticeBook book = book();

  private NoticeBook book() {
    return new NoticeBook(
        new Roster(registry, () -> now),
        (signed, signer) -> signed.requireSigner(signer, Speaker.REGISTRY),
        GossipConfig.defaults());
  }

  private Verdict take(SignedNotice notice) {
    return book.take(notice, now);
  }

  private List<Digest> living() {
    return book.living(now).stream().map(heard -> heard.node().nodeId()).toList();
  }

  @Test
  void aRegisteredNodeLivesUntilItIsSilentForALife() {
    assertThat(take(ADA.says(now))).isEqualTo(Verdict.TAKEN);
    now = now.plusMillis(Speaker.LIFE_MILLIS - 1);
    assertThat(living()).containsExactly(ADA.nodeId());
    now = now.plusMillis(1);
    assertThat(living()).isEmpty();
  }

  @Test
  void anOldNoticeCannotBePlayedAgain() {
    SignedNotice first = ADA.says(now);
    take(first);
    now = now.plusSeconds(1);
    take(ADA.farewell(now));

    assertThat(take(first)).isEqualTo(Verdict.KNOWN);
    now = now.plus(Duration.ofMinutes(5));
    book.known(now); // forgets whom nobody heard of for long
    assertThat(take(first)).isEqualTo(Verdict.OUT_OF_TIME);
    assertThat(living()).isEmpty();
  }

  @Test
  void aNoticeOfTheFutureIsRefused() {
    assertThat(take(ADA.says(now.plus(Duration.ofMinutes(2))))).isEqualTo(Verdict.OUT_OF_TIME);
  }

  @Test
  void whatSomebodyElseSignedIsForged() {
    SignedNotice hers = ADA.says(now);
    SignedNotice forged = new SignedNotice(hers.notice(), MALLORY.says(now).signature());

    assertThat(take(forged)).isEqualTo(Verdict.FORGED);
    assertThat(living()).isEmpty();
  }

  @Test
  void whoIsNotRegisteredIsNotHeard() {
    assertThat(take(MALLORY.says(now))).isEqualTo(Verdict.NOT_REGISTERED);
  }

  @Test
  void aNodeCountsOnlyWhereItIsRegistered() {
    NodeAddress elsewhere = new NodeAddress("elsewhere", 1, BOB.address().spkiHash());
    assertThat(take(BOB.says(now, elsewhere, false))).isEqualTo(Verdict.NOT_REGISTERED);
  }

  @Test
  void nobodyMakesOthersCheckSignaturesAllDay() {
    take(ADA.says(now));
    now = now.plusMillis(NoticeBook.LEAST_MILLIS_BETWEEN - 1);
    assertThat(take(ADA.says(now))).isEqualTo(Verdict.KNOWN);
    now = now.plusMillis(1);
    assertThat(take(ADA.says(now))).isEqualTo(Verdict.TAKEN);
  }

  @Test
  void anExchangeBringsEachWhatItLacks() {
    NoticeBook other = book();
    take(ADA.says(now));
    other.take(BOB.says(now), now);

    assertThat(other.newerThan(book.known(now), now))
        .extracting(n -> n.notice().nodeId())
        .containsExactly(BOB.nodeId());
    List<Long> wanted = other.olderThan(book.known(now));
    assertThat(book.of(wanted, now))
        .extracting(n -> n.notice().nodeId())
        .containsExactly(ADA.nodeId());
  }

  @Test
  void whoFellSilentIsNotSpokenOf() {
    take(ADA.says(now));
    now = now.plusMillis(Speaker.LIFE_MILLIS);
    assertThat(book.newerThan(List.of(), now)).isEmpty();
  }
}
