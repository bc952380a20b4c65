package io.peerz.inference.wire;

import io.peerz.inference.sample.AnswerFormat;
import io.peerz.inference.sample.SamplingParams;
import io.peerz.inference.wire.proto.Frames;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;

/** Sampling parameters on the wire; their record checks every value. */
final class SamplingCodec {
  private static final int MAX_BIASES = 1024;

  private SamplingCodec() {}

  static Frames.Sampling encode(SamplingParams params) {
    Frames.Sampling.Builder frame = Frames.Sampling.newBuilder();
    params.format().ifPresent(format -> frame.setFormat(encode(format)));
    params.logprobs().ifPresent(most -> frame.setLogprobsPlusOne(most + 1));
    return frame
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

  private static Frames.AnswerFormat encode(AnswerFormat format) {
    return Frames.AnswerFormat.newBuilder()
        .setSchema(format.schema())
        .addAllEndTokens(format.endTokens())
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
        frame.getLogitBiasMap(),
        frame.hasFormat() ? Optional.of(format(frame.getFormat(), fields)) : Optional.empty(),
        frame.getLogprobsPlusOne() == 0
            ? OptionalInt.empty()
            : OptionalInt.of(frame.getLogprobsPlusOne() - 1));
  }

  private static AnswerFormat format(Frames.AnswerFormat frame, Fields fields) {
    fields.count("end_tokens size", frame.getEndTokensCount(), AnswerFormat.MAX_END_TOKENS);
    return new AnswerFormat(frame.getSchema(), new HashSet<>(frame.getEndTokensList()));
  }
}
