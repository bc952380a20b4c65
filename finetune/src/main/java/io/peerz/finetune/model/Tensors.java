package io.peerz.finetune.model;

import io.peerz.finetune.param.Parameter;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.finetune.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** Crossing from plain arrays to the engine. */
public final class Tensors {
  private Tensors() {}

  /** Tensors by name, in the set's order. */
  public static Map<String, Tensor> of(ParameterSet parameters) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Parameter parameter : parameters.all()) {
      tensors.put(parameter.name(), of(parameter));
    }
    return tensors;
  }

  /** The parameter's values in a tensor of its own. */
  public static Tensor of(Parameter parameter) {
    int[] shape = parameter.shape();
    long[] wide = new long[shape.length];
    for (int i = 0; i < shape.length; i++) {
      wide[i] = shape[i];
    }
    return Tensor.of(parameter.values(), wide);
  }
}
