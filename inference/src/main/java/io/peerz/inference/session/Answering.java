package io.peerz.inference.session;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Prefill and decode loop of one answer. Owned by the session's thread. */
final class Answering {
  private final Walk walk;
  private final GenerationRequest request;
  private final SessionConfig config;
  private final TokenListener listener;
  private final Stopwatch watch;
  private final List<Integer> answer;

  Answering(
      Walk walk,
      GenerationRequest request,
      SessionConfig config,
      TokenListener listener,
      Stopwatch watch,
      List<Integer> answer) {
    this.walk = walk;
    this.request = request;
    this.config = config;
    this.listener = listener;
    this.watch = watch;
    this.answer = answer;
  }

  /** Runs until the answer ends; the last chunk may still be open. */
  FinishReason run(int stepPositions) {
    Drawn drawn = prefill(stepPositions);
    int inChunk = 0;
    while (true) {
      int token = drawn.token();
      if (request.stopTokens().contains(token)) {
        return FinishReason.STOP;
      }
      watch.token();
      answer.add(token);
      if (!listener.onToken(token, answer.size() - 1, drawn.logprobs())) {
        return FinishReason.CANCELLED;
      }
      if (answer.size() == request.sampling().maxTokens()) {
        return FinishReason.LENGTH;
      }
      walk.settle();
      inChunk = inChunk % config.chunkTokens() + 1;
      drawn = decode(token, inChunk == config.chunkTokens());
    }
  }

  /** Each step is a chunk, so that neither side ever risks more than one step's price. */
  private Drawn prefill(int stepPositions) {
    List<Integer> prompt = new ArrayList<>(request.prompt());
    prompt.addAll(answer); // drawn by nodes before
    Optional<Drawn> token = Optional.empty();
    for (int at = 0; at < prompt.size(); at += stepPositions) {
      walk.settle();
      int end = Math.min(prompt.size(), at + stepPositions);
      StepInput input = StepInput.ofTokens(at, prompt.subList(at, end));
      token = walk.pass(input, end == prompt.size(), true);
    }
    return required(token);
  }

  private Drawn decode(int token, boolean chunkIsFull) {
    int position = request.prompt().size() + answer.size() - 1;
    boolean lastOne = answer.size() + 1 == request.sampling().maxTokens();
    StepInput input = StepInput.ofTokens(position, List.of(token));
    return required(walk.pass(input, true, chunkIsFull || lastOne));
  }

  private static Drawn required(Optional<Drawn> token) {
    return token.orElseThrow(
        () -> new PeerzException(ErrorCode.BUG, "the last hop of a route must be the head"));
  }
}
