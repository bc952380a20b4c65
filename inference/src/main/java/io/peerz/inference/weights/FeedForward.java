package io.peerz.inference.weights;

import java.util.List;
import java.util.function.UnaryOperator;

/** The weights between a block's second norm and its end. */
public sealed interface FeedForward {
  /** The same with every large matrix in another form. */
  FeedForward map(UnaryOperator<Matrix> form);

  /** down(activation(gate(x)) * up(x)). */
  record Dense(Matrix gate, Matrix up, Matrix down) implements FeedForward {
    @Override
    public Dense map(UnaryOperator<Matrix> form) {
      return new Dense(form.apply(gate), form.apply(up), form.apply(down));
    }
  }

  /**
   * Many dense blocks, of which each row visits a few.
   *
   * @param router (experts, dModel); never quantised, as it decides rather than computes
   */
  record Mixture(Matrix router, List<Dense> experts) implements FeedForward {
    public Mixture {
      experts = List.copyOf(experts);
    }

    @Override
    public Mixture map(UnaryOperator<Matrix> form) {
      return new Mixture(router, experts.stream().map(expert -> expert.map(form)).toList());
    }
  }
}
