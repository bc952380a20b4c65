package io.peerz.finetune.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.finetune.blob.BlobFetcher;
import io.peerz.finetune.blob.BlobSource;
import io.peerz.finetune.blob.BlobStore;
import io.peerz.finetune.blob.Blobs;
import io.peerz.finetune.blob.ChunkList;
import io.peerz.finetune.blob.FetchLimits;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.inference.wire.TlsIdentity;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobServerTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  @TempDir Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final BlobClients clients = new BlobClients(vertx, TIMEOUT);
  private BlobStore theirs;
  private NodeAddress address;

  @BeforeEach
  void serve() {
    TlsIdentity tls = TlsIdentity.create(folder.resolve("tls"));
    theirs = new BlobStore(folder.resolve("theirs"));
    int port = new BlobServer(vertx, tls, "127.0.0.1", 0, theirs).start().await();
    address = new NodeAddress("127.0.0.1", port, tls.spkiHash());
  }

  @AfterEach
  void close() {
    clients.close();
    vertx.close().await();
  }

  @Test
  void aBlobTravelsOverPinnedTls() {
    byte[] blob = Blobs.random(20 * ChunkList.CHUNK_BYTES + 5, 4);
    Digest root = theirs.put(blob);
    BlobFetcher fetcher = new BlobFetcher(new BlobStore(folder.resolve("ours")));

    byte[] fetched =
        fetcher.fetch(root, List.of(clients.at(address)), new FetchLimits(4 << 20, TIMEOUT));

    assertThat(fetched).isEqualTo(blob);
  }

  @Test
  void anUnknownBlobIsNotFound() {
    assertRefused(clients.at(address), Keccak.hash("nothing"), 0, 1, ErrorCode.NOT_FOUND);
  }

  @Test
  void aReadBeyondTheBlobOrTheBoundIsRefused() {
    Digest root = theirs.put(Blobs.random(20 * ChunkList.CHUNK_BYTES, 5));

    assertRefused(clients.at(address), root, 20, 1, ErrorCode.PEER_UNREACHABLE);
    assertRefused(clients.at(address), root, 0, 17, ErrorCode.PEER_UNREACHABLE);
    assertRefused(clients.at(address), root, -1, 1, ErrorCode.PEER_UNREACHABLE);
  }

  @Test
  void aServerWithAnotherKeyIsRefused() {
    Digest root = theirs.put(Blobs.random(9, 6));
    NodeAddress other = new NodeAddress("127.0.0.1", address.port(), Keccak.hash("other key"));

    assertThatThrownBy(() -> clients.at(other).describe(root))
        .isInstanceOfSatisfying(
            PeerzException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PEER_UNREACHABLE));
  }

  @Test
  void anAddressSurvivesItsText() {
    assertThat(HolderAddress.parse(HolderAddress.format(address))).isEqualTo(address);
    assertThatThrownBy(() -> HolderAddress.parse("127.0.0.1:99999/" + Digest.ZERO.hex()))
        .isInstanceOf(PeerzException.class);
    assertThatThrownBy(() -> HolderAddress.parse("nowhere")).isInstanceOf(PeerzException.class);
  }

  private static void assertRefused(
      BlobSource source, Digest root, int start, int chunks, ErrorCode code) {
    assertThatThrownBy(() -> source.read(root, start, chunks))
        .isInstanceOfSatisfying(PeerzException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
