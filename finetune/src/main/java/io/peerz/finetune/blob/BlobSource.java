package io.peerz.finetune.blob;

import io.peerz.proof.id.Digest;

/**
 * Somebody who may hold blobs: this node's disk, or a stranger. Nothing it says is believed before
 * it is checked. Both methods block for a bounded time and throw a {@code PeerzException} when they
 * get no answer; call them on a virtual thread.
 */
public interface BlobSource {
  /** Most chunks of one read. */
  int MAX_READ_CHUNKS = 16;

  /** Who it is, for messages. */
  String name();

  /** The chunk hashes of {@code root}; NOT_FOUND if it has no such blob. */
  ChunkList describe(Digest root);

  /** Chunks {@code [chunkStart, chunkStart + chunks)} one after the other. */
  byte[] read(Digest root, int chunkStart, int chunks);
}
