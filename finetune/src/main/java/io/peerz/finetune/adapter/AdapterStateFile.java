package io.peerz.finetune.adapter;

import io.peerz.finetune.aggregate.AdapterState;
import io.peerz.finetune.param.Parameter;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.finetune.store.SafeTensors;
import io.peerz.proof.id.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A job's state between rounds as one file: the adapter and the outer step's velocity, bit for bit.
 */
public final class AdapterStateFile {
  private static final String VELOCITY = "velocity.";
  private static final String ROOT = "peerz.root";

  private AdapterStateFile() {}

  public static byte[] encode(AdapterState state) {
    List<Parameter> all = new ArrayList<>(state.adapter().all());
    for (Parameter p : state.velocity().all()) {
      all.add(new Parameter(VELOCITY + p.name(), p.shape(), p.values()));
    }
    Map<String, String> metadata = Map.of(ROOT, state.root().hex());
    return SafeTensors.encode(new ParameterSet(all), SafeTensors.Type.F32, metadata);
  }

  /**
   * The state of a file from disk or from a stranger; refused unless its root is {@code expected},
   * as the chain says.
   */
  public static AdapterState decode(byte[] file, Digest expected) {
    List<Parameter> adapter = new ArrayList<>();
    List<Parameter> velocity = new ArrayList<>();
    for (Parameter p : SafeTensors.decode(file).all()) {
      if (p.name().startsWith(VELOCITY) && p.name().length() > VELOCITY.length()) {
        velocity.add(new Parameter(p.name().substring(VELOCITY.length()), p.shape(), p.values()));
      } else {
        adapter.add(p);
      }
    }
    ParameterSet parameters = new ParameterSet(adapter);
    ParameterSet velocities = new ParameterSet(velocity);
    if (!AdapterState.sameLayout(parameters, velocities)) {
      throw PeftAdapter.refused("its velocity does not belong to its parameters");
    }
    AdapterState state = AdapterState.of(parameters, velocities);
    if (!state.root().equals(expected)) {
      throw PeftAdapter.refused(
          "its root is %s, the chain says %s"
              .formatted(state.root().shortHex(), expected.shortHex()));
    }
    return state;
  }
}
