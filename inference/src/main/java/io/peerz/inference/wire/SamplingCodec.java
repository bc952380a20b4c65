package io.peerz.inference.wire;

import io.peerz.inference.sample.SamplingParams;
import io.peerz.inference.wire.proto.Frames;

/** Sampling parameters on the wire; their record checks every value. */
final class SamplingCodec {
  private static final int MAX_BIASES = 1024;

  private SamplingCodec() {}

  static Frames.Sampling encode(SamplingParams params) {
    return Frames.Sampling.newBuilder()
        .setTemperature(params.temperature())
        .setTopP(params.topP())
        .setTopK(params.topK())
        .setMinP(params.minP())
        .setSeed(params.seed())
        .setMaxTokens(params.maxTokens())
        .setRepetitionPenalty(params.repetitionPenalty())
        .setFrequencyPenalty(params.frequencyPenalty())
        .setPresencePenalty(params.presencePenalty())
        .putAllLogitBias(params.logitBias())
        .build();
  }

  static SamplingParams decode(Frames.Sampling frame, Fields fields) {
    fields.count("logit_bias size", frame.getLogitBiasCount(), MAX_BIASES);
    return new SamplingParams(
        frame.getTemperature(),
        frame.getTopP(),
        frame.getTopK(),
        frame.getMinP(),
        frame.getSeed(),
        frame.getMaxTokens(),
        frame.getRepetitionPenalty(),
        frame.getFrequencyPenalty(),
        frame.getPresencePenalty(),
        frame.getLogitBiasMap());
  }
}
