package io.peerz.finetune.model;

import io.peerz.finetune.tensor.Tensor;

/**
 * The blocks {@code [layerStart, layerEnd)} of a Llama as a differentiable program, with the
 * embedding before the first and the head after the last. Sequences start at position 0; every row
 * of a batch has the same length.
 */
public final class LlamaStage {
  /** Far below any score, yet finite: a softmax over it gives exact zeros and no NaN. */
  private static final double MASKED = -1e30;

  private final LlamaConfig config;
  private final int layerStart;
  private final int layerEnd;
  private final StageWeights weights;

  public LlamaStage(LlamaConfig config, int layerStart, int layerEnd, StageWeights weights) {
    if (layerStart < 0 || layerEnd <= layerStart || layerEnd > config.layers()) {
      throw new IllegalArgumentException(
          "layers [%d, %d) are not within a model of %d"
              .formatted(layerStart, layerEnd, config.layers()));
    }
    this.config = config;
    this.layerStart = layerStart;
    this.layerEnd = layerEnd;
    this.weights = weights;
  }

  public static LlamaStage whole(LlamaConfig config, StageWeights weights) {
    return new LlamaStage(config, 0, config.layers(), weights);
  }

  /** Token ids (batch, tokens) to the hidden state (batch, tokens, dim) before the first block. */
  public Tensor embed(Tensor ids) {
    return ids.embed(weights.weight(LlamaNames.EMBEDDING));
  }

  /** The hidden state (batch, tokens, dim) through this stage's blocks. */
  public Tensor blocks(Tensor hidden) {
    int tokens = (int) hidden.shape()[1];
    Rotary rotary = Rotary.tables(config, tokens, hidden);
    Tensor mask = causalMask(tokens, hidden);
    Tensor h = hidden;
    for (int layer = layerStart; layer < layerEnd; layer++) {
      Tensor forAttention = norm(h, LlamaNames.inLayer(layer, "input_layernorm"));
      h = h.add(attention(forAttention, layer, rotary, mask));
      Tensor forMlp = norm(h, LlamaNames.inLayer(layer, "post_attention_layernorm"));
      h = h.add(feedForward(forMlp, layer));
    }
    return h;
  }

  /** The hidden state after the last block to scores over the vocabulary. */
  public Tensor logits(Tensor hidden) {
    String head = config.tiedEmbeddings() ? LlamaNames.EMBEDDING : LlamaNames.HEAD;
    return norm(hidden, LlamaNames.FINAL_NORM).linear(weights.weight(head));
  }

  private Tensor norm(Tensor x, String module) {
    Tensor meanSquare = x.square().meanOfLastAxis();
    Tensor root = meanSquare.add(x.scalar(config.rmsEpsilon())).sqrt();
    return x.div(root).mul(weights.weight(module));
  }

  private Tensor attention(Tensor x, int layer, Rotary rotary, Tensor mask) {
    long batch = x.shape()[0];
    long tokens = x.shape()[1];
    int width = config.headDim();
    int kv = config.kvHeads();
    int groups = config.groups();
    Tensor q = rotary.rotate(heads(x, layer, "self_attn.q_proj", config.heads()));
    Tensor k = rotary.rotate(heads(x, layer, "self_attn.k_proj", kv));
    Tensor v = heads(x, layer, "self_attn.v_proj", kv);
    // Query heads that share a key head become rows of one product: (batch, kv, groups * tokens,
    // headDim).
    Tensor rows = q.mul(x.scalar(1 / Math.sqrt(width))).reshape(batch, kv, groups * tokens, width);
    Tensor scores = rows.matMul(k.permute(0, 1, 3, 2));
    Tensor masked = scores.reshape(batch, kv, groups, tokens, tokens).add(mask);
    Tensor shares = masked.softmax().reshape(batch, kv, groups * tokens, tokens);
    Tensor mixed = shares.matMul(v).reshape(batch, config.heads(), tokens, width);
    Tensor joined = mixed.permute(0, 2, 1, 3).reshape(batch, tokens, (long) config.heads() * width);
    return weights.linear(joined, LlamaNames.inLayer(layer, "self_attn.o_proj"));
  }

  /** (batch, heads, tokens, headDim) */
  private Tensor heads(Tensor x, int layer, String part, int heads) {
    Tensor flat = weights.linear(x, LlamaNames.inLayer(layer, part));
    return flat.reshape(x.shape()[0], x.shape()[1], heads, config.headDim()).permute(0, 2, 1, 3);
  }

  private Tensor feedForward(Tensor x, int layer) {
    Tensor gate = weights.linear(x, LlamaNames.inLayer(layer, "mlp.gate_proj"));
    Tensor up = weights.linear(x, LlamaNames.inLayer(layer, "mlp.up_proj"));
    Tensor swished = gate.mul(gate.sigmoid()).mul(up);
    return weights.linear(swished, LlamaNames.inLayer(layer, "mlp.down_proj"));
  }

  private static Tensor causalMask(int tokens, Tensor like) {
    double[] mask = new double[tokens * tokens];
    for (int row = 0; row < tokens; row++) {
      for (int column = row + 1; column < tokens; column++) {
        mask[row * tokens + column] = MASKED;
      }
    }
    return like.constant(mask, tokens, tokens);
  }
}
