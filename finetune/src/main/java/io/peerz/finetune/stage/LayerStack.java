package io.peerz.finetune.stage;

import io.peerz.finetune.model.LoraConfig;
import io.peerz.finetune.param.ParameterSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The layers {@code [layerStart, layerEnd)}, cut into pieces that are recomputed one at a time. How
 * they are cut changes memory, not one bit of the result.
 */
public final class LayerStack {
  private final List<StageTrainer> pieces = new ArrayList<>();
  private final LossHead head;

  /**
   * Trains around {@code base}, which must hold these layers, the embedding if the first is among
   * them, and the head if the last is.
   *
   * @param layersPerPiece fewer need less memory
   */
  public LayerStack(
      BaseWeights base, LoraConfig lora, int layerStart, int layerEnd, int layersPerPiece) {
    for (int start = layerStart; start < layerEnd; start += layersPerPiece) {
      int end = Math.min(layerEnd, start + layersPerPiece);
      pieces.add(new StageTrainer(base, lora, start, end));
    }
    this.head = new LossHead(base);
  }

  /** Each piece's input and, last, the output of the last piece. */
  public List<HiddenState> forward(ParameterSet adapter, StageInput input) {
    List<HiddenState> states = inputs(adapter, input);
    states.add(pieces.getLast().forward(adapter, states.getLast()));
    return states;
  }

  /**
   * The gradients of the input and of these layers' part of the adapter.
   *
   * @param states what {@link #forward} returned
   * @param outputGradient gradient of the loss with respect to the last of them
   */
  public StageGradients backward(
      ParameterSet adapter, List<HiddenState> states, HiddenState outputGradient) {
    return below(
        pieces.size(), adapter, states, new StageGradients(outputGradient, new HashMap<>()));
  }

  /** The loss after the model's last layer and the gradients of all these. */
  public LossGradients loss(ParameterSet adapter, StageInput input, Targets targets) {
    List<HiddenState> inputs = inputs(adapter, input);
    double[] loss = new double[1];
    StageGradients top =
        pieces
            .getLast()
            .through(
                adapter,
                inputs.getLast(),
                output -> {
                  LossHead.Result result = head.backward(output, targets);
                  loss[0] = result.loss();
                  return result.gradient();
                });
    return new LossGradients(loss[0], below(pieces.size() - 1, adapter, inputs, top));
  }

  /** The loss alone. */
  public double lossOnly(ParameterSet adapter, StageInput input, Targets targets) {
    return head.loss(forward(adapter, input).getLast(), targets);
  }

  private List<HiddenState> inputs(ParameterSet adapter, StageInput input) {
    List<HiddenState> inputs = new ArrayList<>();
    inputs.add(
        switch (input) {
          case TokenIds ids -> pieces.getFirst().embed(ids);
          case HiddenState hidden -> hidden;
        });
    for (StageTrainer piece : pieces.subList(0, pieces.size() - 1)) {
      inputs.add(piece.forward(adapter, inputs.getLast()));
    }
    return inputs;
  }

  /** Backward through the first {@code count} pieces, from what the pieces above gave. */
  private StageGradients below(
      int count, ParameterSet adapter, List<HiddenState> inputs, StageGradients above) {
    HiddenState gradient = above.input();
    Map<String, float[]> ofAdapter = above.adapter();
    for (int piece = count - 1; piece >= 0; piece--) {
      StageGradients own = pieces.get(piece).backward(adapter, inputs.get(piece), gradient);
      gradient = own.input();
      ofAdapter.putAll(own.adapter());
    }
    return new StageGradients(gradient, ofAdapter);
  }
}
