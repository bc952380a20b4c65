package io.peerz.finetune.blob;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Fetches a blob from several holders into the store. Each holder's chunk list must have the blob's
 * root, each chunk its hash; at the first lie or silence the next holder goes on where the last
 * good chunk ended. Blocks: call it on a virtual thread.
 */
public final class BlobFetcher {
  private static final int STRIPES = 64;

  private final BlobStore store;
  private final ReentrantLock[] fetching = new ReentrantLock[STRIPES];

  /** One per store: two fetchers would write to the same half-fetched file. */
  public BlobFetcher(BlobStore store) {
    this.store = store;
    Arrays.setAll(fetching, _ -> new ReentrantLock());
  }

  /** The blob, from the store if it is there; fails with each holder's reason when none helped. */
  public byte[] fetch(Digest root, List<BlobSource> holders, FetchLimits limits) {
    fetchToStore(root, holders, limits, FetchWatch.NONE);
    byte[] blob = store.get(root);
    Require.range(
        ErrorCode.PEER_MISBEHAVED, "size of blob " + root.hex(), blob.length, 1, limits.maxBytes());
    return blob;
  }

  /**
   * Fetches a blob that is too large for memory.
   *
   * @param watch hears how many bytes are there, an earlier attempt's included
   */
  public void fetchToStore(
      Digest root, List<BlobSource> holders, FetchLimits limits, FetchWatch watch) {
    ReentrantLock one = fetching[Math.floorMod(root.hashCode(), STRIPES)];
    one.lock();
    try {
      if (!store.contains(root)) {
        fetchFromAny(root, holders, limits, watch);
      }
    } finally {
      one.unlock();
    }
  }

  private void fetchFromAny(
      Digest root, List<BlobSource> holders, FetchLimits limits, FetchWatch watch) {
    long deadlineNanos = System.nanoTime() + limits.timeout().toNanos();
    List<String> reasons = new ArrayList<>();
    for (BlobSource holder : holders) {
      try {
        fetchFrom(holder, root, limits.maxBytes(), deadlineNanos, watch);
        return;
      } catch (PeerzException e) {
        if (e.code() == ErrorCode.CANCELLED || e.code() == ErrorCode.IO) {
          throw e;
        }
        reasons.add(holder.name() + ": " + e.getMessage());
      }
    }
    throw new PeerzException(
        ErrorCode.PEER_UNREACHABLE,
        "no holder gave blob %s; %s"
            .formatted(
                root.hex(), reasons.isEmpty() ? "nobody holds it" : String.join("; ", reasons)));
  }

  private void fetchFrom(
      BlobSource holder, Digest root, long maxBytes, long deadlineNanos, FetchWatch watch) {
    ChunkList list = holder.describe(root);
    Require.that(
        list.root().equals(root), ErrorCode.PEER_MISBEHAVED, "its chunk list has another root");
    Require.range(ErrorCode.PEER_MISBEHAVED, "size of the blob", list.sizeBytes(), 1, maxBytes);
    PartialBlob partial = store.partial(root);
    try {
      int done = partial.verifiedChunks(list);
      while (done < list.chunks()) {
        requireTime(deadlineNanos);
        byte[] read = readChecked(holder, root, list, done);
        partial.append(done, read);
        done += (read.length + ChunkList.CHUNK_BYTES - 1) / ChunkList.CHUNK_BYTES;
        watch.at(
            Math.min(list.sizeBytes(), (long) done * ChunkList.CHUNK_BYTES), list.sizeBytes());
      }
    } catch (IOException e) {
      throw DurableFiles.failure("write", partial.file(), e);
    }
    store.adopt(partial, root, list);
  }

  /** The next chunks, all of them right. */
  private static byte[] readChecked(BlobSource holder, Digest root, ChunkList list, int start) {
    int chunks = Math.min(BlobSource.MAX_READ_CHUNKS, list.chunks() - start);
    byte[] read = holder.read(root, start, chunks);
    int at = 0;
    for (int chunk = start; chunk < start + chunks; chunk++) {
      int end = Math.min(read.length, at + list.lengthOf(chunk));
      Require.that(
          list.matches(chunk, Arrays.copyOfRange(read, at, end)),
          ErrorCode.PEER_MISBEHAVED,
          "chunk " + chunk + " has a wrong byte");
      at = end;
    }
    Require.that(at == read.length, ErrorCode.PEER_MISBEHAVED, "it sent more than was asked for");
    return read;
  }

  private static void requireTime(long deadlineNanos) {
    Require.that(
        System.nanoTime() - deadlineNanos < 0, ErrorCode.TIMEOUT, "the time for the blob is over");
  }
}
