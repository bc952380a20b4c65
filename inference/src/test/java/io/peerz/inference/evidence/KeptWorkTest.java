package io.peerz.inference.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.inference.sample.SamplingParams;
import io.peerz.inference.serve.ServeConfig;
import io.peerz.inference.session.GenerationRequest;
import io.peerz.inference.session.GenerationResult;
import io.peerz.inference.testing.LoopbackNetwork;
import io.peerz.inference.testing.TestNode;
import io.peerz.inference.testing.ToyEngine;
import io.peerz.proof.commit.RowLog;
import io.peerz.proof.commit.RowTree;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.receipt.SignedReceipt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptWorkTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path folder;
  private final LoopbackNetwork network = new LoopbackNetwork();

  @AfterEach
  void close() {
    network.close();
  }

  @Test
  void whatAReceiptWasComputedFromIsOnDiskAndProvesItself() {
    KeptWork kept = open(1 << 20);
    List<SignedReceipt> receipts = serve(kept, true).hops().getLast().receipts();
    assertThat(receipts).hasSizeGreaterThan(1);
    for (KeptWork now : List.of(kept, open(1 << 20))) { // also after a restart
      for (SignedReceipt receipt : receipts) {
        Work work = now.work(digest(receipt)).orElseThrow();
        RowLog log = new RowLog();
        work.rows().forEach(log::append);
        assertThat(log.root()).isEqualTo(receipt.receipt().inDigest());
        assertThat(RowTree.salted(work.chunk().salt(), work.chunk().outputRoot()))
            .isEqualTo(receipt.receipt().outCommit());
        assertThat(work.receipt()).isEqualTo(receipt.receipt());
      }
    }
  }

  @Test
  void aFileThatACrashCutShortIsAsGoodAsMissing() throws IOException {
    KeptWork kept = open(1 << 20);
    Digest last = digest(serve(kept, true).hops().getLast().receipts().getLast());
    Path file =
        filesIn(folder).stream().filter(f -> f.toString().contains(last.hex())).findFirst().get();
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));
    assertThat(open(1 << 20).work(last)).isEmpty();
  }

  @Test
  void strangersSeeWhatTheRequesterAgreedToShowAndNothingElse() {
    KeptWork kept = open(1 << 20);
    TestNode first = node(0, 2).start(loopback());
    TestNode second = keeping(kept).start(loopback());
    RemoteWork remote =
        new RemoteWork(network.clients(), LoopbackNetwork.DOMAINS.contributionLedger(), PATIENCE);
    Digest shown = digest(run(true, first, second).hops().getLast().receipts().getLast());
    Digest hidden = digest(run(false, first, second).hops().getLast().receipts().getLast());
    assertThat(remote.work(second.address(), shown).orElseThrow())
        .usingRecursiveComparison()
        .isEqualTo(kept.work(shown).orElseThrow());
    assertThat(kept.work(hidden)).isPresent();
    assertThat(remote.work(second.address(), hidden)).isEmpty();
    assertThat(remote.work(second.address(), Digest.ZERO)).isEmpty();
    kept.release(kept.work(hidden).orElseThrow());
    assertThat(remote.work(second.address(), hidden)).as("before a jury").isPresent();
  }

  @Test
  void withoutRoomNothingIsSigned() {
    KeptWork full = open(100);
    assertThatThrownBy(() -> serve(full, true))
        .isInstanceOf(PeerzException.class)
        .hasMessageContaining("kept for audits");
  }

  @Test
  void sessionsAreForgottenWhenNobodyCanAskAnyMore() throws IOException {
    KeptWork kept = open(1 << 20);
    Digest last = digest(serve(kept, true).hops().getLast().receipts().getLast());
    kept.forget(epoch -> true);
    assertThat(kept.work(last)).as("a session that may go on").isPresent();
    for (Path session : foldersIn(folder)) {
      Files.setLastModifiedTime(session, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    }
    kept.forget(epoch -> false);
    assertThat(kept.work(last)).isPresent();
    kept.forget(epoch -> true);
    assertThat(kept.work(last)).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static List<Path> foldersIn(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    }
  }

  private KeptWork open(long maxBytes) {
    return KeptWork.open(folder, LoopbackNetwork.DOMAINS.contributionLedger(), maxBytes);
  }

  private GenerationResult serve(KeptWork kept, boolean auditable) {
    return run(auditable, node(0, 2).start(loopback()), keeping(kept).start(loopback()));
  }

  private TestNode node(int layerStart, int layerEnd) {
    return network.node(LoopbackNetwork.TOY_MODEL, new ToyEngine(layerStart, layerEnd));
  }

  private TestNode keeping(KeptWork kept) {
    return node(2, 4).keeping(kept);
  }

  private GenerationResult run(boolean auditable, TestNode first, TestNode second) {
    return network
        .runner()
        .run(
            LoopbackNetwork.route(first, second),
            new GenerationRequest(
                LoopbackNetwork.TOY_MODEL,
                ToyEngine.GEOMETRY,
                List.of(1, 2, 3),
                SamplingParams.greedy(40),
                Set.of(),
                auditable),
            (token, index) -> true);
  }

  private static ServeConfig loopback() {
    return ServeConfig.on("127.0.0.1", 0);
  }

  private static Digest digest(SignedReceipt receipt) {
    return LoopbackNetwork.DOMAINS.contributionLedger().digestOf(receipt.receipt().structHash());
  }
}
