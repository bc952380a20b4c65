package io.peerz.inference.wire;

import io.peerz.inference.sample.Logprobs;
import io.peerz.inference.sample.ScoredToken;
import io.peerz.inference.wire.proto.Frames;

/** Probabilities on the wire; what is none is refused. */
final class LogprobsCodec {
  private LogprobsCodec() {}

  static Frames.Logprobs encode(Logprobs logprobs) {
    Frames.Logprobs.Builder frame = Frames.Logprobs.newBuilder().setLogprob(logprobs.logprob());
    logprobs
        .likeliest()
        .forEach(
            one ->
                frame.addLikeliest(
                    Frames.ScoredToken.newBuilder()
                        .setToken(one.token())
                        .setLogprob(one.logprob())));
    return frame.build();
  }

  static Logprobs decode(Frames.Logprobs frame, Fields fields) {
    fields.count("likeliest size", frame.getLikeliestCount(), Logprobs.MAX_LIKELIEST);
    return new Logprobs(
        checked(frame.getLogprob(), fields),
        frame.getLikeliestList().stream()
            .map(one -> new ScoredToken(one.getToken(), checked(one.getLogprob(), fields)))
            .toList());
  }

  private static double checked(double logprob, Fields fields) {
    fields.that(logprob <= 0, "a logprob is at most zero");
    return logprob;
  }
}
