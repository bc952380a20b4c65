package io.peerz.finetune.model;

import io.peerz.finetune.tensor.Tensor;
import java.util.Map;

/**
 * The tensors of a layer range by HuggingFace name, and the low-rank pairs that bend its linear
 * maps: {@code y = x Wᵀ + scale · (x Aᵀ) Bᵀ}. The base stays unmerged, so many adapters can share
 * it.
 */
public final class StageWeights {
  private final Map<String, Tensor> base;
  private final Map<String, Tensor> adapter;
  private final double adapterScale;

  public StageWeights(Map<String, Tensor> base, Map<String, Tensor> adapter, double adapterScale) {
    this.base = Map.copyOf(base);
    this.adapter = Map.copyOf(adapter);
    this.adapterScale = adapterScale;
  }

  public static StageWeights withoutAdapter(Map<String, Tensor> base) {
    return new StageWeights(base, Map.of(), 0);
  }

  /** The weight of {@code module}. */
  Tensor weight(String module) {
    Tensor found = base.get(module + LlamaNames.WEIGHT);
    if (found == null) {
      throw new IllegalArgumentException("the checkpoint lacks '" + module + ".weight'");
    }
    return found;
  }

  /** {@code x} through the linear map {@code module} and, where there is one, its low-rank pair. */
  Tensor linear(Tensor x, String module) {
    Tensor y = x.linear(weight(module));
    Tensor a = adapter.get(LoraConfig.nameOfA(module));
    if (a == null) {
      return y;
    }
    Tensor b = adapter.get(LoraConfig.nameOfB(module));
    return y.add(x.linear(a).linear(b).mul(x.scalar(adapterScale)));
  }
}
