package io.peerz.devnet.bench.finetune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import io.peerz.finetune.train.AdamW;
import java.util.ArrayList;
import java.util.List;

/** The same AdamW, on the library's arrays. */
final class PlainAdamW {
  private final AdamW.Settings settings = AdamW.Settings.DEFAULT;
  private final List<NDArray> parameters;
  private final List<NDArray> mean = new ArrayList<>();
  private final List<NDArray> meanSquare = new ArrayList<>();
  private int step;

  PlainAdamW(List<NDArray> parameters) {
    this.parameters = parameters;
    for (NDArray parameter : parameters) {
      mean.add(parameter.zerosLike());
      meanSquare.add(parameter.zerosLike());
    }
  }

  void step(double learningRate) {
    step++;
    try (NDScope _ = new NDScope()) {
      List<NDArray> gradients = parameters.stream().map(NDArray::getGradient).toList();
      double squares = 0;
      for (NDArray gradient : gradients) {
        squares += gradient.square().sum().getFloat();
      }
      for (int i = 0; i < parameters.size(); i++) {
        update(i, gradients.get(i).mul(settings.clip(squares)), learningRate);
      }
      gradients.forEach(gradient -> gradient.subi(gradient)); // the next backward pass adds to them
    }
  }

  private void update(int i, NDArray gradient, double learningRate) {
    double stepSize = learningRate / (1 - Math.pow(settings.beta1(), step));
    double unbias = 1 / Math.sqrt(1 - Math.pow(settings.beta2(), step));
    NDArray m = mean.get(i);
    NDArray v = meanSquare.get(i);
    m.muli(settings.beta1()).addi(gradient.mul(1 - settings.beta1()));
    v.muli(settings.beta2()).addi(gradient.square().mul(1 - settings.beta2()));
    NDArray root = v.sqrt().mul(unbias).add(settings.epsilon());
    parameters
        .get(i)
        .muli(1 - learningRate * settings.weightDecay())
        .subi(m.div(root).mul(stepSize));
  }
}
