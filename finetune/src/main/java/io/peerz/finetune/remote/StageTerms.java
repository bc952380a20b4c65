package io.peerz.finetune.remote;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;

import com.google.protobuf.ByteString;
import io.peerz.finetune.model.LoraConfig;
import io.peerz.finetune.remote.proto.StageFrames;
import io.peerz.proof.encode.AbiWriter;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.sign.Signature;
import io.peerz.proof.sign.SigningKey;
import java.nio.charset.StandardCharsets;

/**
 * What a training node asks of a stage, and signs.
 *
 * @param rows of every batch
 * @param tokens of every row
 * @param precision of hidden states and their gradients
 */
public record StageTerms(
    Digest modelId,
    int layerStart,
    int layerEnd,
    LoraConfig lora,
    int rows,
    int tokens,
    Precision precision) {
  /** Keeps the signature apart from everything else that the key signs. */
  private static final byte[] TAG = "peerz/stage/1".getBytes(StandardCharsets.US_ASCII);

  private static final int MAX_RANK = 1024;
  private static final int MAX_POSITIONS = 1 << 22;

  public StageTerms {
    Require.range(BAD_REQUEST, "layerEnd", layerEnd, 1, 0xffff);
    Require.range(BAD_REQUEST, "layerStart", layerStart, 0, layerEnd - 1L);
    Require.range(BAD_REQUEST, "rows", rows, 1, 0xffff);
    Require.range(BAD_REQUEST, "tokens", tokens, 1, 1 << 20);
    Require.range(BAD_REQUEST, "positions", (long) rows * tokens, 1, MAX_POSITIONS);
  }

  int positions() {
    return rows * tokens;
  }

  /**
   * Binds the terms to the one server with this TLS key, who therefore cannot use them elsewhere.
   */
  private Digest digest(Digest serverKey, Digest nonce) {
    byte[] words =
        new AbiWriter(10)
            .digest(serverKey)
            .digest(modelId)
            .uint(layerStart)
            .uint(layerEnd)
            .uint(lora.rank())
            .uint(Double.doubleToLongBits(lora.alpha()))
            .uint(rows)
            .uint(tokens)
            .uint(precision.frame().getNumber())
            .digest(nonce)
            .bytes();
    return Keccak.hash(TAG, words);
  }

  StageFrames.Open signed(Digest serverKey, Digest nonce, SigningKey key) {
    return StageFrames.Open.newBuilder()
        .setModelId(StageProtocol.bytes(modelId))
        .setLayerStart(layerStart)
        .setLayerEnd(layerEnd)
        .setRank(lora.rank())
        .setAlpha(lora.alpha())
        .setRows(rows)
        .setTokens(tokens)
        .setPrecision(precision.frame())
        .setNonce(StageProtocol.bytes(nonce))
        .setSignature(ByteString.copyFrom(key.sign(digest(serverKey, nonce)).bytes()))
        .build();
  }

  static StageTerms decode(StageFrames.Open open) {
    Require.range(BAD_REQUEST, "rank", open.getRank(), 1, MAX_RANK);
    Require.that(
        open.getAlpha() > 0 && open.getAlpha() <= 1e6, BAD_REQUEST, "alpha must lie in (0, 1e6]");
    return new StageTerms(
        StageProtocol.digest(open.getModelId(), BAD_REQUEST),
        open.getLayerStart(),
        open.getLayerEnd(),
        new LoraConfig(open.getRank(), open.getAlpha()),
        open.getRows(),
        open.getTokens(),
        Precision.of(open.getPrecision()));
  }

  /** What was signed of a stranger's request. */
  Digest digestOf(StageFrames.Open open, Digest serverKey) {
    return digest(serverKey, StageProtocol.digest(open.getNonce(), BAD_REQUEST));
  }

  static Signature signatureOf(StageFrames.Open open) {
    int length = open.getSignature().size();
    Require.range(BAD_REQUEST, "length of a signature", length, Signature.LENGTH, Signature.LENGTH);
    return Signature.of(open.getSignature().toByteArray());
  }
}
