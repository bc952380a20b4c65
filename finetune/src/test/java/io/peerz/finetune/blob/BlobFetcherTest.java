package io.peerz.finetune.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BlobFetcherTest {
  /** More than two reads of sixteen chunks, and a short last chunk. */
  private static final byte[] BLOB = Blobs.random(40 * ChunkList.CHUNK_BYTES + 77, 1);

  private static final FetchLimits LIMITS = new FetchLimits(4 << 20, Duration.ofMinutes(1));

  @TempDir Path folder;
  private BlobStore theirs;
  private BlobStore ours;
  private BlobFetcher fetcher;
  private Digest root;

  @BeforeEach
  void store() {
    theirs = new BlobStore(folder.resolve("theirs"));
    ours = new BlobStore(folder.resolve("ours"));
    fetcher = new BlobFetcher(ours);
    root = theirs.put(BLOB);
  }

  static Stream<Arguments> liars() {
    return Stream.of(
        liar("silent", LyingHolder::silent),
        liar("a wrong bit in the first chunk", truth -> LyingHolder.wrongFrom(truth, 0)),
        liar("a wrong bit in the last chunk", truth -> LyingHolder.wrongFrom(truth, 40)),
        liar("a byte too few", LyingHolder::cutting),
        liar("a byte too many", LyingHolder::padding),
        liar(
            "the list of another blob",
            truth -> LyingHolder.aboutList(truth, _ -> ChunkList.of(Blobs.random(9, 2)))),
        liar(
            "inner nodes sold as chunks: their root is right",
            truth -> LyingHolder.aboutList(truth, BlobFetcherTest::oneLevelUp)));
  }

  private static Arguments liar(String name, Function<BlobSource, LyingHolder> make) {
    return Arguments.of(name, make);
  }

  private static ChunkList oneLevelUp(ChunkList list) {
    List<Digest> left = list.leaves().subList(0, 32);
    ChunkList leftOnly = new ChunkList(32L * ChunkList.CHUNK_BYTES, left);
    ChunkList rest =
        new ChunkList(list.sizeBytes() - leftOnly.sizeBytes(), list.leaves().subList(32, 41));
    return new ChunkList(ChunkList.CHUNK_BYTES + 1L, List.of(leftOnly.root(), rest.root()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("liars")
  void aLyingHolderIsRefusedAndTheNextOneAsked(
      String name, Function<BlobSource, LyingHolder> make) {
    byte[] fetched = fetcher.fetch(root, List.of(make.apply(theirs), theirs), LIMITS);

    assertThat(fetched).isEqualTo(BLOB);
    assertThat(ours.get(root)).isEqualTo(BLOB);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("liars")
  void withOnlyALiarNothingIsStored(String name, Function<BlobSource, LyingHolder> make) {
    assertThatThrownBy(() -> fetcher.fetch(root, List.of(make.apply(theirs)), LIMITS))
        .isInstanceOfSatisfying(
            PeerzException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PEER_UNREACHABLE))
        .hasMessageContaining(root.hex());
    assertThat(ours.contains(root)).isFalse();
  }

  @Test
  void goodChunksOfALiarAreKept() {
    LyingHolder counted = LyingHolder.aboutBytes(theirs, (_, read) -> read);

    fetcher.fetch(root, List.of(LyingHolder.wrongFrom(theirs, 32), counted), LIMITS);

    assertThat(counted.reads()).isEqualTo(1);
  }

  @Test
  void aFetchGoesOnWhereAKilledOneEnded() {
    assertThatThrownBy(
            () -> fetcher.fetch(root, List.of(LyingHolder.wrongFrom(theirs, 16)), LIMITS))
        .isInstanceOf(PeerzException.class);
    LyingHolder counted = LyingHolder.aboutBytes(theirs, (_, read) -> read);

    BlobStore reopened = new BlobStore(folder.resolve("ours"));
    byte[] fetched = new BlobFetcher(reopened).fetch(root, List.of(counted), LIMITS);

    assertThat(fetched).isEqualTo(BLOB);
    assertThat(counted.reads()).isEqualTo(2);
  }

  @Test
  void tornBytesOfAnEarlierRunAreFetchedAgain() throws IOException {
    Path partial = folder.resolve("ours").resolve(root.hex().substring(2) + ".part");
    Files.write(partial, Blobs.random(BLOB.length + 100, 3));

    assertThat(fetcher.fetch(root, List.of(theirs), LIMITS)).isEqualTo(BLOB);
  }

  @Test
  void aBlobAboveTheLimitIsRefusedBeforeItIsRead() {
    LyingHolder counted = LyingHolder.aboutBytes(theirs, (_, read) -> read);
    FetchLimits small = new FetchLimits(BLOB.length - 1, Duration.ofMinutes(1));

    assertThatThrownBy(() -> fetcher.fetch(root, List.of(counted), small))
        .hasMessageContaining("size of the blob");
    assertThat(counted.reads()).isZero();
  }

  @Test
  void aFetchEndsWhenItsTimeIsOver() {
    FetchLimits hurried = new FetchLimits(4 << 20, Duration.ofNanos(1));

    assertThatThrownBy(() -> fetcher.fetch(root, List.of(theirs), hurried))
        .hasMessageContaining("time for the blob is over");
  }

  @Test
  void aBlobNobodyHoldsIsReported() {
    assertThatThrownBy(() -> fetcher.fetch(Keccak.hash("absent"), List.of(theirs), LIMITS))
        .hasMessageContaining("no holder gave blob");
  }

  @Test
  void rotOnDiskIsNoticed() throws IOException {
    Path blob = folder.resolve("theirs").resolve(root.hex().substring(2) + ".blob");
    byte[] rotten = BLOB.clone();
    rotten[5] ^= 1;
    Files.write(blob, rotten);

    assertThatThrownBy(() -> theirs.get(root)).hasMessageContaining("damaged on disk");
  }
}
