package io.peerz.node.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.finetune.blob.BlobSource;
import io.peerz.finetune.blob.ChunkList;
import io.peerz.finetune.wire.BlobClients;
import io.peerz.finetune.wire.BlobServer;
import io.peerz.inference.weights.ImportedFolder;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.inference.weights.ModelParts;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.inference.wire.TlsIdentity;
import io.peerz.node.lifecycle.Waiting;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node takes its own layers from strangers, and what it gets is the model or nothing. */
class LayerDownloadTest {
  private static final Path PEBBLE = Path.of("../models/pebble-1.6m");

  @TempDir private static Path shelf;
  private static ModelFolder whole;
  private static ModelCatalog holder;

  @TempDir private Path folder;
  private final List<String> seen = new ArrayList<>();

  @BeforeAll
  static void importModel() {
    whole = ImportedFolder.make(PEBBLE, shelf.resolve("pebble"), Optional.empty(), _ -> {});
    holder = ModelCatalog.of(whole);
  }

  private static Digest modelId() {
    return whole.manifest().modelId();
  }

  private LayerDownload download(int start, int end) {
    return new LayerDownload(
        modelId(),
        new LayerRange(start, end),
        folder.resolve("mine"),
        (file, done, size) -> seen.add(file));
  }

  @Test
  void layersInTheMiddleComeAloneAndKnowTheModelsId() {
    ModelFolder mine = download(1, 2).from(List.of(holder));
    assertThat(mine.manifest().modelId()).isEqualTo(modelId());
    assertThat(mine.path().toFile().list())
        .contains("layer-0001.safetensors", ModelParts.FILE)
        .doesNotContain("layer-0000.safetensors", "layer-0002.safetensors", "edges.safetensors");
    assertThat(mine.loadLayers(1, 2).layers().getFirst().query().pairs())
        .isEqualTo(whole.loadLayers(1, 2).layers().getFirst().query().pairs());
    mine.requireFinite();
    assertThatThrownBy(() -> mine.loadLayers(0, 2))
        .hasMessageContaining("layer 0 is not in")
        .hasMessageContaining("peerz model fetch");
    assertThat(seen).contains("layer-0001.safetensors (1 of 1)");
    assertThat(folder.toFile().list()).containsExactly("mine");
  }

  @Test
  void theEndsOfTheModelComeWithWhatLiesThere() {
    int layers = whole.config().geometry().layers();
    assertThat(download(0, 1).from(List.of(holder)).loadLayers(0, 1).embedding()).isPresent();
    LayerDownload last =
        new LayerDownload(
            modelId(), new LayerRange(layers - 1, layers), folder.resolve("end"), (a, b, c) -> {});
    assertThat(last.from(List.of(holder)).loadLayers(layers - 1, layers).head()).isPresent();
  }

  @Test
  void allLayersAreTheWholeModel() {
    ModelFolder all = download(0, whole.config().geometry().layers()).from(List.of(holder));
    assertThat(all.path().resolve(ModelParts.FILE)).doesNotExist();
    assertThat(all.manifest().modelId()).isEqualTo(modelId());
  }

  @Test
  void whoHoldsSomeLayersOffersThoseToOthers() {
    ModelFolder mine = download(1, 3).from(List.of(holder));
    ModelCatalog some = ModelCatalog.of(mine);
    Path target = folder.resolve("next");
    LayerDownload next =
        new LayerDownload(modelId(), new LayerRange(2, 3), target, (a, b, c) -> {});
    assertThat(next.from(List.of(some)).manifest().modelId()).isEqualTo(modelId());
    Path first = folder.resolve("first");
    LayerDownload other =
        new LayerDownload(modelId(), new LayerRange(0, 1), first, (a, b, c) -> {});
    assertThatThrownBy(() -> other.from(List.of(some)))
        .hasMessageContaining("it does not hold edges.safetensors");
  }

  @Test
  void anInterruptedDownloadGoesOnWhereItEnded() {
    int layers = whole.config().geometry().layers();
    Holder broken = new Holder(holder);
    broken.readsLeft = 3;
    assertThatThrownBy(() -> download(0, layers).from(List.of(broken)))
        .isInstanceOfSatisfying(
            PeerzException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PEER_UNREACHABLE))
        .hasMessageContaining("the line broke");
    assertThat(folder.resolve("mine")).doesNotExist();
    Holder again = new Holder(holder);
    download(0, layers).from(List.of(again));
    Holder anew = new Holder(holder);
    new LayerDownload(modelId(), new LayerRange(0, layers), folder.resolve("anew"), (a, b, c) -> {})
        .from(List.of(anew));
    assertThat(again.reads).isEqualTo(anew.reads - 2); // of the three, the listing comes again
  }

  @Test
  void aListingOfAnotherModelCostsNoWeights() {
    Holder liar = new Holder(holder);
    ModelParts honest = whole.parts();
    List<Digest> layers = new ArrayList<>(honest.layers());
    layers.set(1, Digest.ZERO);
    liar.listing = Optional.of(listing(new ModelParts(honest.edges(), layers), List.of()));
    assertThatThrownBy(() -> download(1, 2).from(List.of(liar)))
        .hasMessageContaining("its listing is not of this model");
    assertThat(liar.weightsRead).isZero();
  }

  @Test
  void bytesOfAnotherLayerAreRefusedAndTheNextHolderHelps() {
    Holder liar = new Holder(holder);
    liar.listing =
        Optional.of(
            listing(whole.parts(), List.of("layer-0001.safetensors", "layer-0002.safetensors")));
    assertThatThrownBy(() -> download(1, 2).from(List.of(liar)))
        .hasMessageContaining("nobody gave layers 1:2");
    ModelFolder mine = download(1, 2).from(List.of(liar, holder));
    assertThat(mine.manifest().modelId()).isEqualTo(modelId());
  }

  @Test
  void aListingThatCannotBeReadIsTheHoldersFault() {
    Holder liar = new Holder(holder);
    liar.listing = Optional.of("{\"parts\":7}".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> download(1, 2).from(List.of(liar)))
        .hasMessageContaining("its listing cannot be read");
    assertThatThrownBy(() -> download(1, 2).from(List.of()))
        .hasMessageContaining("no holder is known");
  }

  @Test
  void aFolderThatExistsIsNotTouched() throws IOException {
    Files.createDirectory(folder.resolve("mine"));
    assertThatThrownBy(() -> download(1, 2).from(List.of(holder)))
        .hasMessageContaining("exists; choose another id");
  }

  @Test
  void aModelInOneFileIsNotOffered() {
    assertThatThrownBy(() -> ModelCatalog.of(ModelFolder.open(PEBBLE)))
        .hasMessageContaining("peerz model import");
  }

  @Test
  void layersComeFromAnotherNodeOverThePinnedConnection() {
    Vertx vertx = Vertx.vertx();
    TlsIdentity tls = TlsIdentity.loadOrCreate(folder.resolve("tls"));
    BlobServer server = new BlobServer(vertx, tls, "127.0.0.1", 0, holder);
    int port = Waiting.on(server.start());
    try (BlobClients clients = new BlobClients(vertx, Duration.ofSeconds(20))) {
      BlobSource node = clients.at(new NodeAddress("127.0.0.1", port, tls.spkiHash()));
      assertThat(download(1, 3).from(List.of(node)).manifest().modelId()).isEqualTo(modelId());
    } finally {
      Waiting.on(server.stop());
      Waiting.on(vertx.close());
    }
  }

  /**
   * The holder's own files under those digests, the first of the swapped names with the other's.
   */
  private static byte[] listing(ModelParts parts, List<String> swapped) {
    TreeMap<String, Digest> files =
        new TreeMap<>(
            ModelListing.parse(holder.read(modelId(), 0, holder.describe(modelId()).chunks()))
                .files());
    if (!swapped.isEmpty()) {
      files.put(swapped.getFirst(), files.get(swapped.getLast()));
    }
    return new ModelListing(parts, files).json();
  }

  /** A holder that may lie about what it lists, or fall silent. */
  private static final class Holder implements BlobSource {
    private final ModelCatalog real;
    private Optional<byte[]> listing = Optional.empty();
    private int readsLeft = Integer.MAX_VALUE;
    private int reads;
    private int weightsRead;

    Holder(ModelCatalog real) {
      this.real = real;
    }

    @Override
    public String name() {
      return "a stranger";
    }

    @Override
    public ChunkList describe(Digest root) {
      return listing.isPresent() && root.equals(modelId())
          ? ChunkList.of(listing.get())
          : real.describe(root);
    }

    @Override
    public byte[] read(Digest root, int chunkStart, int chunks) {
      if (readsLeft-- <= 0) {
        throw new PeerzException(ErrorCode.PEER_UNREACHABLE, "the line broke");
      }
      reads++;
      if (root.equals(modelId())) {
        return listing.orElseGet(() -> real.read(root, chunkStart, chunks));
      }
      if (real.describe(root).sizeBytes() > 100_000) {
        weightsRead++;
      }
      return real.read(root, chunkStart, chunks);
    }
  }
}
