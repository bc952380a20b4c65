package io.peerz.node.models;

import io.peerz.finetune.blob.BlobSource;
import io.peerz.finetune.blob.ChunkList;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A model folder stored by layers, as others may take it: each file is a blob under the root of its
 * chunks, and the listing of all is what a question for the model's id is answered with. Safe for
 * several threads; blocks on the disk.
 */
public final class ModelCatalog implements BlobSource {
  private record Shelved(Path file, ChunkList list) {}

  private final String name;
  private final Digest modelId;
  private final byte[] listing;
  private final Map<Digest, Shelved> files = new HashMap<>();

  private ModelCatalog(ModelFolder model, List<Path> stored) {
    this.name = model.path().toString();
    this.modelId = model.manifest().modelId();
    Map<String, Digest> roots = new TreeMap<>();
    for (Path file : stored) {
      ChunkList list = ChunkList.of(file);
      files.put(list.root(), new Shelved(file, list));
      roots.put(file.getFileName().toString(), list.root());
    }
    this.listing = new ModelListing(model.parts(), roots).json();
  }

  /** Reads and hashes every file. */
  public static ModelCatalog of(ModelFolder model) {
    if (!isByLayers(model)) {
      throw new PeerzException(
          ErrorCode.BAD_REQUEST,
          model.path()
              + " does not hold one file per layer; make such a folder of it with: peerz model import");
    }
    try (Stream<Path> all = Files.list(model.path())) {
      List<Path> stored =
          all.filter(file -> ModelListing.isName(file.getFileName().toString())).sorted().toList();
      for (Path file : stored) {
        Require.range(
            ErrorCode.BAD_REQUEST,
            "size of " + file,
            Files.size(file),
            1,
            ChunkList.MAX_BLOB_BYTES);
      }
      return new ModelCatalog(model, stored);
    } catch (IOException e) {
      throw new PeerzException(ErrorCode.IO, "cannot list " + model.path(), e);
    }
  }

  /** Whether the folder is one that the import makes, or part of one. */
  static boolean isByLayers(ModelFolder model) {
    int layers = model.config().geometry().layers();
    return Files.exists(model.path().resolve(ModelListing.INDEX))
        && IntStream.range(0, layers)
            .filter(model::holds)
            .allMatch(layer -> Files.exists(model.path().resolve(ModelListing.layer(layer))));
  }

  @Override
  public String name() {
    return name;
  }

  boolean holds(Digest root) {
    return root.equals(modelId) || files.containsKey(root);
  }

  @Override
  public ChunkList describe(Digest root) {
    return root.equals(modelId) ? ChunkList.of(listing) : shelved(root).list();
  }

  @Override
  public byte[] read(Digest root, int chunkStart, int chunks) {
    ChunkList list = describe(root);
    Require.range(ErrorCode.BAD_REQUEST, "chunks of one read", chunks, 1, MAX_READ_CHUNKS);
    Require.range(
        ErrorCode.BAD_REQUEST, "first chunk of a read", chunkStart, 0, list.chunks() - chunks);
    if (root.equals(modelId)) {
      int from = chunkStart * ChunkList.CHUNK_BYTES;
      return Arrays.copyOfRange(
          listing, from, Math.min(listing.length, from + chunks * ChunkList.CHUNK_BYTES));
    }
    long from = (long) chunkStart * ChunkList.CHUNK_BYTES;
    long length = Math.min(list.sizeBytes() - from, (long) chunks * ChunkList.CHUNK_BYTES);
    try (RandomAccessFile file = new RandomAccessFile(shelved(root).file().toFile(), "r")) {
      byte[] read = new byte[(int) length];
      file.seek(from);
      file.readFully(read);
      return read;
    } catch (IOException e) {
      throw new PeerzException(ErrorCode.IO, "cannot read a file of " + name, e);
    }
  }

  private Shelved shelved(Digest root) {
    Shelved shelved = files.get(root);
    if (shelved == null) {
      throw new PeerzException(ErrorCode.NOT_FOUND, "no blob " + root.hex() + " in " + name);
    }
    return shelved;
  }
}
