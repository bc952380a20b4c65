package io.peerz.proof.dispute;

import io.peerz.proof.cost.Geometry;
import java.util.Optional;

/**
 * A step whose output elements are dot products with rows of registered weights.
 *
 * @param back its input is the root this many steps before its own
 * @param tensor name of the weights without the layer's prefix
 */
public record LinearStep(int back, String tensor, int rows, int cols) {
  private static final int FLOAT32 = 0;
  private static final int BFLOAT16 = 1;

  /** Rows of a chunk whose hashes fit a transaction. */
  private static final int MAX_ROWS = 512;

  /** Whether the court computes a step of a chunk itself; any other goes to a jury. */
  public static boolean isSettledOnChain(int step, int layers, long tokens, Geometry g) {
    return at(step, layers, g).isPresent()
        && (g.weightDtype() == FLOAT32 || g.weightDtype() == BFLOAT16)
        && tokens <= MAX_ROWS;
  }

  /** The step, counted from the shard's first, if it is linear. */
  public static Optional<LinearStep> at(int step, int layers, Geometry g) {
    if (step >= layers * TraceChain.STEPS) {
      return Optional.empty();
    }
    int query = g.heads() * g.headDim();
    int key = g.kvHeads() * g.headDim();
    return Optional.ofNullable(
        switch (step % TraceChain.STEPS) {
          case 1 -> new LinearStep(1, "self_attn.q_proj.weight", query, g.dModel());
          case 2 -> new LinearStep(2, "self_attn.k_proj.weight", key, g.dModel());
          case 3 -> new LinearStep(3, "self_attn.v_proj.weight", key, g.dModel());
          case 5 -> new LinearStep(1, "self_attn.o_proj.weight", g.dModel(), query);
          case 8 -> new LinearStep(1, "mlp.gate_proj.weight", g.dFf(), g.dModel());
          case 9 -> new LinearStep(2, "mlp.up_proj.weight", g.dFf(), g.dModel());
          case 11 -> new LinearStep(1, "mlp.down_proj.weight", g.dModel(), g.dFf());
          default -> null;
        });
  }
}
