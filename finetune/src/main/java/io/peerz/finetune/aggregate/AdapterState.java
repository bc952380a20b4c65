package io.peerz.finetune.aggregate;

import io.peerz.finetune.param.Layout;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.proof.commit.RowTree;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.util.ArrayList;
import java.util.List;

/**
 * The adapter of a job after some round, with the outer step's velocity. Immutable: a round makes
 * the next one.
 */
public final class AdapterState {
  private static final int FLOATS_PER_LEAF = 4096;

  private final Layout layout;
  private final float[] parameters;
  private final float[] velocity;

  private AdapterState(Layout layout, float[] parameters, float[] velocity) {
    this.layout = layout;
    this.parameters = parameters;
    this.velocity = velocity;
  }

  /** Before the first round. */
  public static AdapterState initial(ParameterSet adapter) {
    Layout layout = Layout.of(adapter);
    return new AdapterState(layout, layout.flatten(adapter), new float[layout.elements()]);
  }

  /** A state from its parts, as a node that joins late receives it; check its {@link #root}. */
  public static AdapterState of(ParameterSet adapter, ParameterSet velocity) {
    Layout layout = Layout.of(adapter);
    return new AdapterState(layout, layout.flatten(adapter), layout.flatten(velocity));
  }

  /** Whether both sets have parameters, and the same ones in the same order and shape. */
  public static boolean sameLayout(ParameterSet adapter, ParameterSet velocity) {
    return adapter.size() > 0 && Layout.of(adapter).hash().equals(Layout.of(velocity).hash());
  }

  /**
   * The state after a round.
   *
   * @param accepted decoded updates of the units that passed the gate, in unit order; none leaves
   *     the state as it is
   */
  public AdapterState after(List<float[]> accepted, MergeRule rule, OuterNesterov outer) {
    if (accepted.isEmpty()) {
      return this;
    }
    float[] merged = rule.merge(NormClip.clip(layout, accepted));
    float[] nextParameters = parameters.clone();
    float[] nextVelocity = velocity.clone();
    outer.step(nextParameters, nextVelocity, merged);
    return new AdapterState(layout, nextParameters, nextVelocity);
  }

  public Layout layout() {
    return layout;
  }

  public ParameterSet adapter() {
    return layout.unflatten(parameters);
  }

  public ParameterSet velocity() {
    return layout.unflatten(velocity);
  }

  /** What goes on chain: layout, parameters and velocity in one hash. */
  public Digest root() {
    return Keccak.hash(
        layout.hash().bytes(), vectorRoot(parameters).bytes(), vectorRoot(velocity).bytes());
  }

  private static Digest vectorRoot(float[] vector) {
    List<byte[]> leaves = new ArrayList<>();
    for (int from = 0; from < vector.length; from += FLOATS_PER_LEAF) {
      int length = Math.min(FLOATS_PER_LEAF, vector.length - from);
      leaves.add(RowTree.rowOf(vector, from, length));
    }
    return RowTree.rootOf(leaves);
  }
}
