package io.peerz.devnet.bench.finetune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.core.Linear;
import io.peerz.finetune.model.LlamaConfig;
import io.peerz.finetune.model.LlamaNames;
import io.peerz.finetune.model.LoraConfig;
import java.util.Map;

/**
 * The same model written down with the library's own arrays, all layers in one graph, as one would
 * without stages and chunks. Constants are arrays: a Java number in a graph is freed before the
 * backward pass reads it.
 */
final class PlainLlama {
  private static final double MASKED = -1e30;

  private final LlamaConfig config;
  private final Map<String, NDArray> base;
  private final Map<String, NDArray> adapter;
  private final NDArray cosine;
  private final NDArray sine;
  private final NDArray mask;
  private final NDArray epsilon;
  private final NDArray shrink;
  private final NDArray scale;

  PlainLlama(
      NDManager manager,
      LlamaConfig config,
      int tokens,
      Map<String, NDArray> base,
      Map<String, NDArray> adapter) {
    this.config = config;
    this.base = base;
    this.adapter = adapter;
    int half = config.headDim() / 2;
    float[] cosines = new float[tokens * half];
    float[] sines = new float[tokens * half];
    float[] masked = new float[tokens * tokens];
    for (int position = 0; position < tokens; position++) {
      for (int i = 0; i < half; i++) {
        double angle = position * Math.pow(config.ropeTheta(), -2.0 * i / config.headDim());
        cosines[position * half + i] = (float) Math.cos(angle);
        sines[position * half + i] = (float) Math.sin(angle);
      }
      for (int later = position + 1; later < tokens; later++) {
        masked[position * tokens + later] = (float) MASKED;
      }
    }
    this.cosine = manager.create(cosines, new Shape(tokens, half));
    this.sine = manager.create(sines, new Shape(tokens, half));
    this.mask = manager.create(masked, new Shape(tokens, tokens));
    this.epsilon = constant(manager, config.rmsEpsilon());
    this.shrink = constant(manager, 1 / Math.sqrt(config.headDim()));
    this.scale = constant(manager, TrainingShape.LORA.scale());
  }

  private static NDArray constant(NDManager manager, double value) {
    return manager.full(new Shape(1), (float) value);
  }

  /** Mean loss over all positions of ids (rows, tokens) with targets (rows * tokens, 1). */
  NDArray loss(NDArray ids, NDArray targets) {
    NDArray h = one(Embedding.embedding(ids, weight(LlamaNames.EMBEDDING), SparseFormat.DENSE));
    for (int layer = 0; layer < config.layers(); layer++) {
      h = h.add(attention(norm(h, LlamaNames.inLayer(layer, "input_layernorm")), layer));
      h = h.add(mlp(norm(h, LlamaNames.inLayer(layer, "post_attention_layernorm")), layer));
    }
    NDArray flat = norm(h, LlamaNames.FINAL_NORM).reshape(-1, config.dim());
    NDArray logits = one(Linear.linear(flat, weight(LlamaNames.EMBEDDING)));
    return logits.logSoftmax(-1).gather(targets, 1).neg().mean();
  }

  private NDArray norm(NDArray x, String module) {
    NDArray root = x.square().mean(new int[] {-1}, true).add(epsilon).sqrt();
    return x.div(root).mul(weight(module));
  }

  private NDArray attention(NDArray x, int layer) {
    long rows = x.getShape().get(0);
    long tokens = x.getShape().get(1);
    int width = config.headDim();
    int kv = config.kvHeads();
    int groups = config.groups();
    NDArray q = rotated(heads(x, layer, "self_attn.q_proj", config.heads()));
    NDArray k = rotated(heads(x, layer, "self_attn.k_proj", kv));
    NDArray v = heads(x, layer, "self_attn.v_proj", kv);
    NDArray grouped = q.mul(shrink).reshape(rows, kv, groups * tokens, width);
    NDArray scores = grouped.matMul(k.transpose(0, 1, 3, 2));
    NDArray masked = scores.reshape(rows, kv, groups, tokens, tokens).add(mask);
    NDArray shares = masked.softmax(-1).reshape(rows, kv, groups * tokens, tokens);
    NDArray mixed = shares.matMul(v).reshape(rows, config.heads(), tokens, width);
    NDArray joined =
        mixed.transpose(0, 2, 1, 3).reshape(rows, tokens, (long) config.heads() * width);
    return linear(joined, LlamaNames.inLayer(layer, "self_attn.o_proj"));
  }

  private NDArray heads(NDArray x, int layer, String part, int heads) {
    return linear(x, LlamaNames.inLayer(layer, part))
        .reshape(x.getShape().get(0), x.getShape().get(1), heads, config.headDim())
        .transpose(0, 2, 1, 3);
  }

  private NDArray rotated(NDArray x) {
    NDList halves = x.split(2, 3);
    NDArray low = halves.get(0);
    NDArray high = halves.get(1);
    return low.mul(cosine).sub(high.mul(sine)).concat(high.mul(cosine).add(low.mul(sine)), 3);
  }

  private NDArray mlp(NDArray x, int layer) {
    NDArray gate = linear(x, LlamaNames.inLayer(layer, "mlp.gate_proj"));
    NDArray up = linear(x, LlamaNames.inLayer(layer, "mlp.up_proj"));
    NDArray swished = gate.mul(ai.djl.nn.Activation.sigmoid(gate)).mul(up);
    return linear(swished, LlamaNames.inLayer(layer, "mlp.down_proj"));
  }

  private NDArray linear(NDArray x, String module) {
    NDArray a = adapter.get(LoraConfig.nameOfA(module));
    NDArray b = adapter.get(LoraConfig.nameOfB(module));
    NDArray bend = one(Linear.linear(one(Linear.linear(x, a)), b)).mul(scale);
    return one(Linear.linear(x, weight(module))).add(bend);
  }

  private NDArray weight(String module) {
    return base.get(module + LlamaNames.WEIGHT);
  }

  private static NDArray one(NDList list) {
    return list.singletonOrThrow();
  }
}
