package io.peerz.node.models;

import io.peerz.finetune.blob.BlobFetcher;
import io.peerz.finetune.blob.BlobSource;
import io.peerz.finetune.blob.BlobStore;
import io.peerz.finetune.blob.ChunkList;
import io.peerz.finetune.blob.FetchLimits;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.inference.weights.ModelParts;
import io.peerz.inference.weights.ScratchFolder;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Takes some layers of a model from whoever has them. Nothing is believed: a listing's digests must
 * give the model's id before any weight is asked for, each chunk must be the one that the listing
 * names, and at last the bytes must be those of the id. The folder appears whole or not at all; what
 * an interrupted download left is used by the next. Blocks for the whole of it.
 */
public final class LayerDownload {
  private static final FetchLimits SMALL = new FetchLimits(64L << 20, Duration.ofMinutes(10));
  private static final FetchLimits WEIGHTS =
      new FetchLimits(ChunkList.MAX_BLOB_BYTES, Duration.ofHours(6));

  private final Digest modelId;
  private final LayerRange range;
  private final Path target;
  private final DownloadWatch watch;
  private final Path work;

  /**
   * @param target the new folder, which must not exist
   */
  public LayerDownload(Digest modelId, LayerRange range, Path target, DownloadWatch watch) {
    this.modelId = modelId;
    this.range = range;
    this.target = target;
    this.watch = watch;
    this.work = target.resolveSibling("." + target.getFileName() + ".fetch");
  }

  /** Tries the holders one after the other; fails with each one's reason when none helped. */
  public ModelFolder from(List<BlobSource> holders) {
    Require.that(
        !Files.exists(target),
        ErrorCode.BAD_REQUEST,
        target + " exists; choose another id or remove it first.");
    List<String> reasons = new ArrayList<>();
    for (BlobSource holder : holders) {
      try {
        return from(holder, holders);
      } catch (IOException e) {
        throw new PeerzException(
            ErrorCode.IO, "cannot download into " + target + ": " + e.getMessage(), e);
      } catch (PeerzException e) {
        if (e.code() == ErrorCode.IO || e.code() == ErrorCode.CANCELLED) {
          throw e;
        }
        reasons.add(holder.name() + ": " + e.getMessage());
      }
    }
    throw new PeerzException(
        ErrorCode.PEER_UNREACHABLE,
        "nobody gave layers %d:%d of model %s; %s"
            .formatted(
                range.start(),
                range.end(),
                modelId.shortHex(),
                reasons.isEmpty() ? "no holder is known" : String.join("; ", reasons)));
  }

  private ModelFolder from(BlobSource holder, List<BlobSource> all) throws IOException {
    ModelListing listing = listing(holder);
    List<BlobSource> sources = Stream.concat(Stream.of(holder), all.stream()).toList();
    try (ScratchFolder model = ScratchFolder.make(work.resolve("model"))) {
      fetch(listing, sources, model.path(), name -> !ModelListing.isWeights(name));
      requireTrue(listing, model.path());
      fetch(listing, sources, model.path(), isWanted(listing));
      if (!range.isAllOf(listing.parts().layers().size())) {
        Files.write(model.path().resolve(ModelParts.FILE), listing.parts().json());
      }
      requireModel(model.path());
      Files.move(model.path(), target, StandardCopyOption.ATOMIC_MOVE);
    }
    ScratchFolder.make(work).close();
    return ModelFolder.open(target);
  }

  private ModelListing listing(BlobSource holder) {
    ChunkList list = holder.describe(modelId);
    Require.range(
        ErrorCode.PEER_MISBEHAVED,
        "chunks of its listing",
        list.chunks(),
        1,
        BlobSource.MAX_READ_CHUNKS);
    ModelListing listing = ModelListing.parse(holder.read(modelId, 0, list.chunks()));
    int layers = listing.parts().layers().size();
    Require.that(
        range.end() <= layers,
        ErrorCode.BAD_REQUEST,
        "the model has %d layers, not %d".formatted(layers, range.end()));
    for (String name : wanted(layers)) {
      Require.that(
          listing.files().containsKey(name), ErrorCode.NOT_FOUND, "it does not hold " + name);
    }
    return listing;
  }

  private List<String> wanted(int layers) {
    List<String> names = new ArrayList<>(List.of("config.json", "tokenizer.json"));
    names.add(ModelListing.INDEX);
    if (range.start() == 0 || range.end() == layers) {
      names.add(ModelListing.EDGES);
    }
    for (int layer = range.start(); layer < range.end(); layer++) {
      names.add(ModelListing.layer(layer));
    }
    return names;
  }

  private Predicate<String> isWanted(ModelListing listing) {
    List<String> wanted = wanted(listing.parts().layers().size());
    return name -> ModelListing.isWeights(name) && wanted.contains(name);
  }

  private void fetch(
      ModelListing listing, List<BlobSource> sources, Path folder, Predicate<String> which)
      throws IOException {
    BlobStore store = new BlobStore(work.resolve("blobs"));
    BlobFetcher fetcher = new BlobFetcher(store);
    List<String> names = listing.files().keySet().stream().filter(which).sorted().toList();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      Digest root = listing.files().get(name);
      String place = "%s (%d of %d)".formatted(name, i + 1, names.size());
      FetchLimits limits = ModelListing.isWeights(name) ? WEIGHTS : SMALL;
      fetcher.fetchToStore(root, sources, limits, (done, size) -> watch.at(place, done, size));
      store.link(root, folder.resolve(name));
    }
  }

  /** Before any weight is fetched. */
  private void requireTrue(ModelListing listing, Path smallFiles) {
    Require.that(
        ModelFolder.isModel(smallFiles, listing.parts(), modelId),
        ErrorCode.PEER_MISBEHAVED,
        "its listing is not of this model");
  }

  /** A file may hold another layer than its name says. */
  private boolean holdsRange(ModelFolder made) {
    int layers = made.config().geometry().layers();
    boolean atAnEnd = range.start() == 0 || range.end() == layers;
    return IntStream.range(range.start(), range.end()).allMatch(made::holds)
        && (!atAnEnd || made.holdsEdges());
  }

  private void requireModel(Path folder) throws IOException {
    try {
      ModelFolder made = ModelFolder.open(folder);
      Require.that(
          made.manifest().modelId().equals(modelId) && holdsRange(made),
          ErrorCode.PEER_MISBEHAVED,
          "its files are not those layers of this model");
    } catch (PeerzException e) {
      ScratchFolder.make(work.resolve("blobs")).close(); // what was kept is of no use
      throw new PeerzException(ErrorCode.PEER_MISBEHAVED, e.getMessage(), e);
    }
  }
}
