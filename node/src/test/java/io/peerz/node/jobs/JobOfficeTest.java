package io.peerz.node.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What bad input gets: one clear line, and no money moves. */
class JobOfficeTest {
  @TempDir Path folder;
  private TestOffice test;

  @BeforeEach
  void open() {
    test = new TestOffice(folder);
  }

  private void assertRefused(ErrorCode code, String why, ThrowingCallable action) {
    assertThatThrownBy(action)
        .isInstanceOfSatisfying(PeerzException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(why);
    assertThat(test.posted()).isZero();
  }

  @Test
  void brokenJsonIsRefusedWithItsLine() {
    String broken = TestOffice.conversations(2) + "{\"messages\": [}\n";
    assertRefused(ErrorCode.BAD_REQUEST, "line 3: not JSON", () -> test.upload(broken));
  }

  @Test
  void anEmptyFileIsRefused() {
    assertRefused(ErrorCode.BAD_REQUEST, "no example", () -> test.upload(""));
  }

  @Test
  void aHugeLineIsRefusedBeforeItIsRead() {
    String huge = TestOffice.conversations(1) + "x".repeat(FileShelf.LIMITS.maxLineBytes() + 1);
    assertRefused(ErrorCode.BAD_REQUEST, "line 2: longer than", () -> test.upload(huge));
  }

  @Test
  void aFileInAnotherEncodingIsRefused() {
    byte[] latin =
        "{\"prompt\":\"gr\u00fc\u00df\",\"completion\":\"dich\"}"
            .getBytes(StandardCharsets.ISO_8859_1);
    assertRefused(ErrorCode.BAD_REQUEST, "line 1: not UTF-8", () -> test.upload(latin));
  }

  @Test
  void tooFewExamplesToHoldSomeOutAreRefused() {
    String id = test.upload(TestOffice.conversations(19)).id();
    assertRefused(
        ErrorCode.BAD_REQUEST,
        "19 different examples; 20 are needed",
        () -> test.office().submit(test.request(id)));
  }

  @Test
  void anExampleLongerThanARowIsRefusedWithItsNumber() {
    String longOne = "{\"prompt\":\"a\",\"completion\":\"%s\"}%n".formatted("long ".repeat(200));
    String id = test.upload(TestOffice.conversations(30) + longOne).id();
    assertRefused(
        ErrorCode.BAD_REQUEST, "example 31 has", () -> test.office().submit(test.request(id)));
  }

  @Test
  void aCeilingBelowTheEstimateIsRefused() {
    String id = test.upload(TestOffice.conversations(40)).id();
    JobRequest usual = test.request(id);
    BigInteger least = test.office().quote(usual).leastWei();
    JobRequest cheap = withCeiling(usual, least.subtract(BigInteger.ONE));
    assertRefused(
        ErrorCode.INSUFFICIENT_FUNDS, "raise the ceiling", () -> test.office().submit(cheap));
  }

  private static JobRequest withCeiling(JobRequest r, BigInteger ceilingWei) {
    return new JobRequest(
        r.fileId(),
        r.model(),
        r.suffix(),
        r.order(),
        r.deadlines(),
        ceilingWei,
        r.seed(),
        r.idempotencyKey());
  }

  @Test
  void aWalletThatHoldsLessThanTheCeilingIsRefused() {
    String id = test.upload(TestOffice.conversations(40)).id();
    test.balanceWei = BigInteger.ONE;
    assertRefused(
        ErrorCode.INSUFFICIENT_FUNDS,
        "the wallet holds 0.000000000000000001",
        () -> test.office().submit(test.request(id)));
  }

  @Test
  void anUnknownBaseIsRefused() {
    String id = test.upload(TestOffice.conversations(40)).id();
    JobRequest r = test.request(id);
    JobRequest other =
        new JobRequest(
            r.fileId(), "gpt-9", r.suffix(), r.order(), r.deadlines(), r.ceilingWei(), 1, "");
    assertRefused(
        ErrorCode.MODEL_NOT_FOUND, "base 'gpt-9' is unknown", () -> test.office().submit(other));
  }

  @Test
  void aFileThatWasNeverUploadedIsNotFound() {
    assertRefused(
        ErrorCode.NOT_FOUND,
        "no file",
        () -> test.office().submit(test.request("file-0123456789abcdef01234567")));
    assertRefused(
        ErrorCode.NOT_FOUND, "no file", () -> test.office().submit(test.request("../secret")));
  }

  @Test
  void theSameIdempotencyKeyPostsOnce() {
    String id = test.upload(TestOffice.conversations(40)).id();
    JobRequest r = test.request(id);
    JobRequest keyed =
        new JobRequest(
            r.fileId(), r.model(), r.suffix(), r.order(), r.deadlines(), r.ceilingWei(), 1, "k");
    JobRecord first = test.office().submit(keyed);
    assertThat(test.office().submit(keyed)).isEqualTo(first);
    assertThat(test.posted()).isEqualTo(1);
  }

  @Test
  void aJobNeverCostsMoreThanItsCeilingAndANodeLocksWhatARoundPays() {
    String id = test.upload(TestOffice.conversations(40)).id();
    JobRecord record = test.office().submit(withCeiling(test.request(id), BigInteger.TEN.pow(20)));
    assertThat(new BigInteger(record.ceilingWei())).isEqualTo(BigInteger.TEN.pow(20));
    assertThat(test.posted.getFirst().ceilingWei()).isLessThanOrEqualTo(BigInteger.TEN.pow(20));
    assertThat(test.posted.getFirst().bondPerUnitWei())
        .isEqualTo(test.posted.getFirst().baseWei().add(test.posted.getFirst().improvementWei()));
    assertThat(record.adapterName())
        .isEqualTo("ft:pebble-1.6m:test:" + record.jobId().substring(2, 10));
  }

  @Test
  void aSmallDataSetIsCutIntoAsManySlicesAsItHas() {
    String id = test.upload(TestOffice.conversations(20)).id();
    test.office().submit(test.request(id));
    assertThat(test.manifests.getFirst().train()).hasSize(12);
    assertThat(test.manifests.getFirst().recipe().slicesPerUnit()).isEqualTo(12);
  }
}
