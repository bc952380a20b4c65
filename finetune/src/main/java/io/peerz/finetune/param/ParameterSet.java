package io.peerz.finetune.param;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;

/**
 * Parameters by name in a fixed order; the order is part of the meaning (layouts and updates follow
 * it).
 */
public final class ParameterSet {
  private final SequencedMap<String, Parameter> byName = new LinkedHashMap<>();

  public ParameterSet(Collection<Parameter> parameters) {
    for (Parameter parameter : parameters) {
      if (byName.put(parameter.name(), parameter) != null) {
        throw new IllegalArgumentException("parameter '" + parameter.name() + "' appears twice");
      }
    }
  }

  public List<Parameter> all() {
    return List.copyOf(byName.values());
  }

  public boolean contains(String name) {
    return byName.containsKey(name);
  }

  public Parameter get(String name) {
    Parameter found = byName.get(name);
    if (found == null) {
      throw new NoSuchElementException("no parameter named '" + name + "'");
    }
    return found;
  }

  public int size() {
    return byName.size();
  }

  /** Number of floats in all parameters. */
  public long elements() {
    return byName.values().stream().mapToLong(Parameter::size).sum();
  }

  /** The same layout over values made from each parameter's own. */
  public ParameterSet map(UnaryOperator<float[]> values) {
    return new ParameterSet(
        byName.values().stream().map(p -> p.with(values.apply(p.values()))).toList());
  }

  public ParameterSet copy() {
    return map(float[]::clone);
  }

  public ParameterSet zeros() {
    return map(values -> new float[values.length]);
  }

  /** Values by name, in order. */
  public Map<String, float[]> values() {
    Map<String, float[]> values = new LinkedHashMap<>();
    byName.forEach((name, parameter) -> values.put(name, parameter.values()));
    return values;
  }
}
