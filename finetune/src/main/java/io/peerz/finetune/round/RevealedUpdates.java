package io.peerz.finetune.round;

import io.peerz.finetune.update.UpdateCodec;
import io.peerz.proof.error.PeerzException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The updates that arrived and decode, by unit. A blob that does not decode counts as not revealed.
 */
public final class RevealedUpdates {
  private final SortedMap<Integer, float[]> byUnit;
  private final List<Integer> refused;

  private RevealedUpdates(SortedMap<Integer, float[]> byUnit, List<Integer> refused) {
    this.byUnit = byUnit;
    this.refused = refused;
  }

  /** Decodes {@code blobs}, whose hashes were already checked against the commitments. */
  public static RevealedUpdates decode(RoundInputs inputs, Map<Integer, byte[]> blobs) {
    SortedMap<Integer, float[]> byUnit = new TreeMap<>();
    List<Integer> refused = new ArrayList<>();
    for (Map.Entry<Integer, byte[]> blob : new TreeMap<>(blobs).entrySet()) {
      try {
        byUnit.put(
            blob.getKey(),
            UpdateCodec.decode(blob.getValue(), inputs.header(), inputs.state().layout()));
      } catch (PeerzException _) {
        refused.add(blob.getKey());
      }
    }
    return new RevealedUpdates(byUnit, refused);
  }

  /** Units with a usable update, ascending. */
  public List<Integer> units() {
    return List.copyOf(byUnit.keySet());
  }

  /** Units whose blob was unusable, ascending. */
  public List<Integer> refused() {
    return List.copyOf(refused);
  }

  /** The updates in the order of {@link #units}. */
  public List<float[]> updates() {
    return List.copyOf(byUnit.values());
  }

  float[] update(int unit) {
    return byUnit.get(unit);
  }
}
