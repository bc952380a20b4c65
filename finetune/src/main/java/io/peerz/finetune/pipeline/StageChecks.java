package io.peerz.finetune.pipeline;

import io.peerz.finetune.model.LlamaConfig;
import io.peerz.finetune.stage.HiddenState;
import io.peerz.finetune.stage.StageInput;
import io.peerz.finetune.stage.Targets;
import io.peerz.finetune.stage.TokenIds;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;

/** What a layer range accepts: nothing from outside reaches the engine unchecked. */
final class StageChecks {
  private final LlamaConfig config;
  private final int layerStart;
  private final int layerEnd;

  StageChecks(LlamaConfig config, int layerStart, int layerEnd) {
    this.config = config;
    this.layerStart = layerStart;
    this.layerEnd = layerEnd;
  }

  void input(StageInput input) {
    that(input.tokens() <= config.maxPositions(), "rows of " + input.tokens() + " tokens");
    switch (input) {
      case TokenIds ids -> {
        that(layerStart == 0, "tokens, but the first layer lies elsewhere");
        tokens(ids.ids());
      }
      case HiddenState hidden -> {
        that(layerStart > 0, "a hidden state, but the first layer takes tokens");
        state(hidden);
      }
    }
  }

  void targets(StageInput input, Targets targets) {
    that(layerEnd == config.layers(), "targets, but the last layer lies elsewhere");
    int positions = input.rows() * input.tokens();
    that(targets.ids().length == positions, "targets of another number of positions");
    tokens(targets.ids());
    finite("a share of the loss", targets.shares());
  }

  void outputGradient(HiddenState output, HiddenState gradient) {
    that(
        gradient.rows() == output.rows() && gradient.tokens() == output.tokens(),
        "a gradient of another shape than the hidden state");
    state(gradient);
  }

  private void state(HiddenState hidden) {
    that(hidden.dim() == config.dim(), "a hidden state of width " + hidden.dim());
    finite("a hidden state or gradient", hidden.values());
  }

  private void tokens(long[] ids) {
    for (long id : ids) {
      if (id < 0 || id >= config.vocabSize()) {
        that(false, "token " + id);
      }
    }
  }

  private void finite(String what, float[] values) {
    that(isFinite(values), what + " that is not a number everywhere");
  }

  static boolean isFinite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  private void that(boolean holds, String what) {
    if (!holds) {
      throw new PeerzException(
          ErrorCode.BAD_REQUEST,
          "layers %d to %d were given %s".formatted(layerStart, layerEnd, what));
    }
  }
}
