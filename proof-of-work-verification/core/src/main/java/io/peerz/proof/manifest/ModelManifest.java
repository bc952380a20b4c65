package io.peerz.proof.manifest;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;

import io.peerz.proof.cost.Geometry;
import io.peerz.proof.encode.AbiWriter;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import java.util.Objects;

/**
 * What a model is: its weights, its tokenizer and its geometry. The name is a label for people and
 * is not part of the id.
 *
 * @param weightsRoot of the weights and of every setting beside the geometry that changes what they
 *     compute, so that one id is one arithmetic
 */
public record ModelManifest(
    String name, Geometry geometry, Digest weightsRoot, Digest tokenizerHash) {
  public ModelManifest {
    Objects.requireNonNull(geometry);
    Objects.requireNonNull(weightsRoot);
    Objects.requireNonNull(tokenizerHash);
    Require.range(BAD_REQUEST, "length of the model name", name.length(), 1, 128);
  }

  /**
   * keccak(abi.encode(weightsRoot, tokenizerHash, geometry)), as the model registry computes it.
   */
  public Digest modelId() {
    return new AbiWriter(11)
        .digest(weightsRoot)
        .digest(tokenizerHash)
        .uint(geometry.layers())
        .uint(geometry.dModel())
        .uint(geometry.heads())
        .uint(geometry.kvHeads())
        .uint(geometry.headDim())
        .uint(geometry.dFf())
        .uint(geometry.vocab())
        .uint(geometry.weightDtype())
        .uint(geometry.profile())
        .hash();
  }
}
