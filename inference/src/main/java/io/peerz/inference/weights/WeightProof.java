package io.peerz.inference.weights;

import com.google.protobuf.ByteString;
import io.peerz.proof.id.Digest;
import java.util.List;

/**
 * One row of a weight matrix and its way to the model's registered root.
 *
 * @param row as stored
 * @param rowPath from the row to the tensor's root of rows
 * @param tensorIndex place of the tensor in its layer's tree, of {@code tensorCount}
 * @param layerPath from the layer's tree to the root
 */
public record WeightProof(
    ByteString row,
    List<Digest> rowPath,
    int tensorIndex,
    int tensorCount,
    List<Digest> tensorPath,
    List<Digest> layerPath) {
  public WeightProof {
    rowPath = List.copyOf(rowPath);
    tensorPath = List.copyOf(tensorPath);
    layerPath = List.copyOf(layerPath);
  }
}
