package io.peerz.finetune.job;

import io.peerz.finetune.blob.ChunkList;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * A data slice by the name of its blob.
 *
 * @param blob name
 * @param bytes size
 */
public record SliceRef(Digest blob, long bytes) {
  static final int ENCODED_BYTES = Digest.LENGTH + Long.BYTES;

  public SliceRef {
    Objects.requireNonNull(blob);
    Require.range(ErrorCode.BAD_REQUEST, "size of a slice", bytes, 1, ChunkList.MAX_BLOB_BYTES);
  }

  byte[] encode() {
    return ByteBuffer.allocate(ENCODED_BYTES).put(blob.bytes()).putLong(bytes).array();
  }

  static SliceRef decode(Decoder from) {
    return new SliceRef(from.digest(), from.int64());
  }
}
