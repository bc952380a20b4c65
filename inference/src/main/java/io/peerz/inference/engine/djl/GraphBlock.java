package io.peerz.inference.engine.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.AbstractSymbolBlock;
import ai.djl.nn.ParameterList;
import ai.djl.onnxruntime.engine.OrtNDArray;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A graph of ONNX Runtime as a DJL block that writes into arrays it is given: nothing of a step is
 * allocated or copied. Arrays have the names of the graph's values; the output of {@code x} is the
 * graph's {@code x.out}, and may be the same array as an input. One thread at a time.
 */
final class GraphBlock extends AbstractSymbolBlock implements AutoCloseable {
  private static final String OUTPUTS = "outputs";

  private final OrtSession session;

  private GraphBlock(OrtSession session) {
    this.session = session;
  }

  static GraphBlock load(Path model) {
    return new GraphBlock(OnnxRuntime.load(model));
  }

  static String outputOf(String name) {
    return name + ".out";
  }

  /** Computes the outputs that are given, from the inputs that are given. */
  void run(NDList inputs, NDList outputs) {
    PairList<String, Object> params = new PairList<>();
    params.add(OUTPUTS, outputs);
    forward(new ParameterStore(), inputs, false, params);
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
    NDList outputs = (NDList) params.get(OUTPUTS);
    Map<String, OnnxTensor> given = new HashMap<>();
    for (NDArray array : inputs) {
      given.put(array.getName(), tensor(array));
    }
    Map<String, OnnxTensor> written = new HashMap<>();
    for (NDArray array : outputs) {
      written.put(outputOf(array.getName()), tensor(array));
    }
    try {
      // The result owns nothing: every tensor is ours.
      session.run(given, written).close();
      return outputs;
    } catch (OrtException e) {
      throw new PeerzException(
          ErrorCode.BUG, "the fast engine failed: " + OnnxRuntime.firstLine(e), e);
    }
  }

  private static OnnxTensor tensor(NDArray array) {
    return ((OrtNDArray) array).getTensor();
  }

  /** None that DJL could train: the runtime has packed them. */
  @Override
  public ParameterList getDirectParameters() {
    return new ParameterList();
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new PeerzException(ErrorCode.BUG, "cannot close the fast engine: " + e.getMessage(), e);
    }
  }
}
