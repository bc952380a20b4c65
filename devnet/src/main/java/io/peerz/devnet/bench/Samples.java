package io.peerz.devnet.bench;

import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;

/** Repetitions of one measurement. */
public record Samples(List<Double> values) {
  public Samples {
    values = values.stream().sorted().toList();
    if (values.isEmpty()) {
      throw new IllegalArgumentException("a median needs at least one value");
    }
  }

  public static Samples of(int rounds, DoubleSupplier measure) {
    return new Samples(DoubleStream.generate(measure).limit(rounds).boxed().toList());
  }

  public double median() {
    int upper = values.size() / 2;
    return values.size() % 2 == 1
        ? values.get(upper)
        : (values.get(upper - 1) + values.get(upper)) / 2;
  }

  public double least() {
    return values.getFirst();
  }

  public double most() {
    return values.getLast();
  }
}
