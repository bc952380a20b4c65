package io.peerz.finetune.blob;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The hashes of a blob's chunks. Their Merkle root is the blob's name, the same as {@code
 * RowTree.rootOf} of the chunks, so a list that has the right root proves each chunk on its own.
 *
 * @param sizeBytes of the blob, at least 1
 * @param leaves hash of each chunk, in order
 */
public record ChunkList(long sizeBytes, List<Digest> leaves) {
  /** All chunks but the last have this length. */
  public static final int CHUNK_BYTES = 64 << 10;

  /** Largest blob that anybody stores or fetches: an adapter of a gigabyte. */
  public static final long MAX_BLOB_BYTES = 1L << 30;

  private static final byte[] LEAF = {0};
  private static final byte[] INNER = {1};

  public ChunkList {
    Require.range(ErrorCode.PEER_MISBEHAVED, "size of a blob", sizeBytes, 1, MAX_BLOB_BYTES);
    leaves = List.copyOf(leaves);
    int expected = count(sizeBytes);
    Require.range(ErrorCode.PEER_MISBEHAVED, "number of chunks", leaves.size(), expected, expected);
  }

  /** The list of a whole blob in memory. */
  public static ChunkList of(byte[] blob) {
    List<Digest> leaves = new ArrayList<>();
    for (int from = 0; from < blob.length; from += CHUNK_BYTES) {
      leaves.add(leaf(Arrays.copyOfRange(blob, from, Math.min(blob.length, from + CHUNK_BYTES))));
    }
    return new ChunkList(blob.length, leaves);
  }

  /** The list of a file, which is read chunk by chunk. */
  public static ChunkList of(Path file) {
    List<Digest> leaves = new ArrayList<>();
    long size = 0;
    try (InputStream in = Files.newInputStream(file)) {
      for (byte[] chunk = in.readNBytes(CHUNK_BYTES);
          chunk.length > 0;
          chunk = in.readNBytes(CHUNK_BYTES)) {
        leaves.add(leaf(chunk));
        size += chunk.length;
      }
    } catch (IOException e) {
      throw DurableFiles.failure("read", file, e);
    }
    return new ChunkList(size, leaves);
  }

  static Digest leaf(byte[] chunk) {
    return Keccak.hash(LEAF, chunk);
  }

  private static int count(long sizeBytes) {
    return Math.toIntExact((sizeBytes + CHUNK_BYTES - 1) / CHUNK_BYTES);
  }

  public int chunks() {
    return leaves.size();
  }

  /** Length of chunk {@code index}. */
  public int lengthOf(int index) {
    return (int) Math.min(CHUNK_BYTES, sizeBytes - (long) index * CHUNK_BYTES);
  }

  /** Whether {@code chunk} is chunk {@code index} of the blob. */
  public boolean matches(int index, byte[] chunk) {
    return chunk.length == lengthOf(index) && leaf(chunk).equals(leaves.get(index));
  }

  /** The blob's name. */
  public Digest root() {
    List<Digest> level = leaves;
    while (level.size() > 1) {
      level = parents(level);
    }
    return level.getFirst();
  }

  private static List<Digest> parents(List<Digest> level) {
    List<Digest> parents = new ArrayList<>();
    for (int i = 0; i + 1 < level.size(); i += 2) {
      parents.add(Keccak.hash(INNER, level.get(i).bytes(), level.get(i + 1).bytes()));
    }
    if (level.size() % 2 == 1) {
      parents.add(level.getLast());
    }
    return parents;
  }

  byte[] encode() {
    ByteBuffer out = ByteBuffer.allocate(Long.BYTES + leaves.size() * Digest.LENGTH);
    out.putLong(sizeBytes);
    leaves.forEach(leaf -> out.put(leaf.bytes()));
    return out.array();
  }

  static ChunkList decode(byte[] bytes) {
    Require.that(
        bytes.length > Long.BYTES && (bytes.length - Long.BYTES) % Digest.LENGTH == 0,
        ErrorCode.IO,
        "a chunk list on disk is cut short; delete the blob and fetch it again");
    ByteBuffer in = ByteBuffer.wrap(bytes);
    long size = in.getLong();
    List<Digest> leaves = new ArrayList<>();
    while (in.hasRemaining()) {
      byte[] leaf = new byte[Digest.LENGTH];
      in.get(leaf);
      leaves.add(Digest.of(leaf));
    }
    return new ChunkList(size, leaves);
  }
}
