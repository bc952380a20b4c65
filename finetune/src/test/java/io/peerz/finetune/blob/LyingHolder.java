package io.peerz.finetune.blob;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** A holder of true blobs that bends what it says. Counts the reads it was asked for. */
final class LyingHolder implements BlobSource {
  private final BlobSource truth;
  private final UnaryOperator<ChunkList> list;
  private final Bend bend;
  private int reads;

  /** What becomes of a read that begins at {@code chunkStart}. */
  interface Bend {
    byte[] bend(int chunkStart, byte[] read);
  }

  LyingHolder(BlobSource truth, UnaryOperator<ChunkList> list, Bend bend) {
    this.truth = truth;
    this.list = list;
    this.bend = bend;
  }

  static LyingHolder aboutList(BlobSource truth, UnaryOperator<ChunkList> list) {
    return new LyingHolder(truth, list, (_, read) -> read);
  }

  static LyingHolder aboutBytes(BlobSource truth, Bend bend) {
    return new LyingHolder(truth, UnaryOperator.identity(), bend);
  }

  static LyingHolder silent(BlobSource truth) {
    return new LyingHolder(
        truth,
        list -> {
          throw new PeerzException(ErrorCode.PEER_UNREACHABLE, "no answer");
        },
        (_, read) -> read);
  }

  /** Right up to {@code chunk}, then one wrong bit in every read that reaches it. */
  static LyingHolder wrongFrom(BlobSource truth, int chunk) {
    return aboutBytes(
        truth,
        (start, read) -> {
          byte[] bent = read.clone();
          int at = Math.max(0, chunk - start) * ChunkList.CHUNK_BYTES;
          if (at < bent.length) {
            bent[at] ^= 1;
          }
          return bent;
        });
  }

  static LyingHolder cutting(BlobSource truth) {
    return aboutBytes(truth, (_, read) -> Arrays.copyOf(read, read.length - 1));
  }

  static LyingHolder padding(BlobSource truth) {
    return aboutBytes(truth, (_, read) -> Arrays.copyOf(read, read.length + 1));
  }

  int reads() {
    return reads;
  }

  @Override
  public String name() {
    return "liar";
  }

  @Override
  public ChunkList describe(Digest root) {
    return list.apply(truth.describe(root));
  }

  @Override
  public byte[] read(Digest root, int chunkStart, int chunks) {
    reads++;
    return bend.bend(chunkStart, truth.read(root, chunkStart, chunks));
  }
}
