package io.peerz.finetune.round;

import io.peerz.finetune.aggregate.MergeRule;
import io.peerz.finetune.aggregate.OuterNesterov;
import io.peerz.finetune.model.LoraConfig;
import io.peerz.finetune.train.LocalPlan;
import io.peerz.finetune.update.UpdateEncoding;
import io.peerz.proof.cost.Geometry;
import io.peerz.proof.cost.MacFormula;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Everything about a job's training that changes a result. Its hash is in every unit's receipt, so
 * a unit can be trained again and compared.
 *
 * @param lora the adapter
 * @param plan local steps of a unit
 * @param rows rows of a training batch
 * @param tokens length of a row
 * @param encoding of updates
 * @param rule of the merge
 * @param outer the outer step
 */
public record JobRecipe(
    LoraConfig lora,
    LocalPlan plan,
    int rows,
    int tokens,
    UpdateEncoding encoding,
    MergeRule rule,
    OuterNesterov outer) {
  /** All seven linear maps carry an adapter. */
  private static final int TARGETS = 0x7f;

  private static final int HASHED_BYTES = 96;

  public JobRecipe {
    Require.range(ErrorCode.BAD_REQUEST, "rows of a batch", rows, 1, 1024);
    Require.range(ErrorCode.BAD_REQUEST, "tokens of a row", tokens, 2, 1 << 17);
  }

  /**
   * Numbers big-endian in a fixed order, then the names of the choices; a new field goes to the
   * end.
   */
  public Digest hash() {
    ByteBuffer out = ByteBuffer.allocate(HASHED_BYTES);
    out.putInt(lora.rank()).putDouble(lora.alpha());
    out.putInt(plan.steps()).putDouble(plan.peakRate()).putInt(plan.warmupSteps());
    out.putDouble(plan.settings().beta1()).putDouble(plan.settings().beta2());
    out.putDouble(plan.settings().epsilon()).putDouble(plan.settings().weightDecay());
    out.putDouble(plan.settings().clipNorm());
    out.putInt(rows).putInt(tokens);
    out.putDouble(outer.learningRate()).putDouble(outer.momentum());
    byte[] names = (encoding.name() + ' ' + rule.name()).getBytes(StandardCharsets.UTF_8);
    return Keccak.hash(out.array(), names);
  }

  public JobRecipe withPlan(LocalPlan newPlan) {
    return new JobRecipe(lora, newPlan, rows, tokens, encoding, rule, outer);
  }

  /** Compute cost of one unit, by the formula that the chain uses. */
  public long unitMacs(Geometry geometry) {
    return MacFormula.lora(geometry, rows, tokens, plan.steps(), lora.rank(), TARGETS);
  }
}
