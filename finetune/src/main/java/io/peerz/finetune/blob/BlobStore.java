package io.peerz.finetune.blob;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Blobs on disk under the Merkle root of their chunks. A blob is visible only when it is whole; its
 * chunk list lies beside it. Half-fetched blobs wait in {@link PartialBlob} files. Safe for several
 * threads; blocks on the disk.
 */
public final class BlobStore implements BlobSource {
  private static final String LIST = ".list";
  private static final String BLOB = ".blob";
  private static final String PARTIAL = ".part";

  private final Path folder;

  /** Opens or creates the store. */
  public BlobStore(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw DurableFiles.failure("create", folder, e);
    }
  }

  @Override
  public String name() {
    return "this node";
  }

  /** Stores {@code blob} and returns its name; storing it again changes nothing. */
  public synchronized Digest put(byte[] blob) {
    Require.range(
        ErrorCode.BAD_REQUEST, "size of a blob", blob.length, 1, ChunkList.MAX_BLOB_BYTES);
    ChunkList list = ChunkList.of(blob);
    Digest root = list.root();
    if (!contains(root)) {
      DurableFiles.write(path(root, LIST), list.encode());
      DurableFiles.write(path(root, BLOB), blob);
    }
    return root;
  }

  public boolean contains(Digest root) {
    return Files.exists(path(root, BLOB));
  }

  @Override
  public ChunkList describe(Digest root) {
    if (!contains(root)) {
      throw missing(root);
    }
    return DurableFiles.read(path(root, LIST)).map(ChunkList::decode).orElseThrow();
  }

  @Override
  public byte[] read(Digest root, int chunkStart, int chunks) {
    ChunkList list = describe(root);
    Require.range(ErrorCode.BAD_REQUEST, "chunks of one read", chunks, 1, MAX_READ_CHUNKS);
    Require.range(
        ErrorCode.BAD_REQUEST, "first chunk of a read", chunkStart, 0, list.chunks() - chunks);
    int bytes = 0;
    for (int chunk = chunkStart; chunk < chunkStart + chunks; chunk++) {
      bytes += list.lengthOf(chunk);
    }
    try (RandomAccessFile file = new RandomAccessFile(path(root, BLOB).toFile(), "r")) {
      byte[] read = new byte[bytes];
      file.seek((long) chunkStart * ChunkList.CHUNK_BYTES);
      file.readFully(read);
      return read;
    } catch (IOException e) {
      throw DurableFiles.failure("read", path(root, BLOB), e);
    }
  }

  /** The whole blob, checked against its name: disks rot. */
  public byte[] get(Digest root) {
    byte[] blob = DurableFiles.read(path(root, BLOB)).orElseThrow(() -> missing(root));
    Require.that(
        blob.length > 0 && ChunkList.of(blob).root().equals(root),
        ErrorCode.IO,
        "blob " + root.hex() + " is damaged on disk; delete it and fetch it again");
    return blob;
  }

  /** Puts a blob at another place on the same disk, which takes no further room. */
  public void link(Digest root, Path target) {
    try {
      Files.createLink(target, path(root, BLOB));
    } catch (IOException e) {
      throw DurableFiles.failure("link", path(root, BLOB), e);
    }
  }

  /** Where the blob grows while it is fetched, with what an earlier attempt left. */
  PartialBlob partial(Digest root) {
    return new PartialBlob(path(root, PARTIAL));
  }

  /** Makes a blob whose every chunk was checked against {@code list} visible. */
  synchronized void adopt(PartialBlob partial, Digest root, ChunkList list) {
    DurableFiles.write(path(root, LIST), list.encode());
    try {
      partial.finish(list.sizeBytes());
      DurableFiles.publish(partial.file(), path(root, BLOB));
    } catch (IOException e) {
      throw DurableFiles.failure("finish", path(root, BLOB), e);
    }
  }

  private Path path(Digest root, String suffix) {
    return folder.resolve(root.hex().substring(2) + suffix);
  }

  private static PeerzException missing(Digest root) {
    return new PeerzException(ErrorCode.NOT_FOUND, "no blob " + root.hex() + " here");
  }
}
