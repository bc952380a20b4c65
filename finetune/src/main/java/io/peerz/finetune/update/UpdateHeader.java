package io.peerz.finetune.update;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import java.nio.ByteBuffer;

/**
 * What an update belongs to. A blob whose header differs from the one its round expects is refused.
 *
 * @param jobId the fine-tuning job
 * @param round its round, from 0
 * @param baseRoot root of the adapter the update starts from
 * @param layoutHash what the elements mean
 * @param encoding how the chunks are written
 */
public record UpdateHeader(
    Digest jobId, int round, Digest baseRoot, Digest layoutHash, UpdateEncoding encoding) {
  static final int BYTES = Integer.BYTES + 1 + Integer.BYTES + 3 * Digest.LENGTH;

  /** "PZU1" */
  private static final int MAGIC = 0x505A5531;

  public UpdateHeader {
    Require.range(ErrorCode.BAD_REQUEST, "round", round, 0, 0xFFFF);
  }

  void write(ByteBuffer out) {
    out.putInt(MAGIC).put(encoding.code()).putInt(round);
    out.put(jobId.bytes()).put(baseRoot.bytes()).put(layoutHash.bytes());
  }

  static UpdateHeader read(ByteBuffer in) {
    if (in.remaining() < BYTES || in.getInt() != MAGIC) {
      throw UpdateCodec.refused("it does not begin with an update's header");
    }
    UpdateEncoding encoding = UpdateEncoding.ofCode(in.get());
    int round = in.getInt();
    if (round < 0 || round > 0xFFFF) {
      throw UpdateCodec.refused("its round " + round + " is out of range");
    }
    return new UpdateHeader(digest(in), round, digest(in), digest(in), encoding);
  }

  private static Digest digest(ByteBuffer in) {
    byte[] bytes = new byte[Digest.LENGTH];
    in.get(bytes);
    return Digest.of(bytes);
  }
}
