package io.peerz.node.gateway;

import io.peerz.inference.sample.Logprobs;
import io.peerz.inference.session.FinishReason;
import io.peerz.inference.session.TokenListener;
import io.peerz.inference.text.Detokenizer;
import io.peerz.inference.text.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns tokens into the text that may be shown, and knows when it is enough. */
final class Speaker implements TokenListener {
  private final ModelVoice voice;
  private final Detokenizer detokenizer;
  private final StopFilter filter;
  private final Optional<CallReader> reader;
  private final TextListener listener;
  private final StringBuilder text = new StringBuilder();
  private final List<ToolCall> calls = new ArrayList<>();
  private final List<ChosenToken> chosen = new ArrayList<>();

  Speaker(ModelVoice voice, GenerationJob job, TextListener listener) {
    this.voice = voice;
    this.detokenizer = voice.detokenizer();
    this.filter = new StopFilter(job.stops());
    this.listener = listener;
    ToolUse use = job.prompt().toolUse();
    this.reader =
        use.isNone()
            ? Optional.empty()
            : voice.tools().map(syntax -> new CallReader(syntax, use, this::tell, this::call));
  }

  @Override
  public boolean onToken(int token, int index, Optional<Logprobs> logprobs) {
    logprobs.ifPresent(
        told -> {
          chosen.add(voice.words(token, told));
          listener.onToken(chosen.getLast());
        });
    return onToken(token, index);
  }

  @Override
  public boolean onToken(int token, int index) {
    say(filter.add(detokenizer.next(token)));
    return !isDone() && !listener.cancelled();
  }

  private boolean isDone() {
    return filter.stopped() || reader.filter(CallReader::enough).isPresent();
  }

  /** Says what was held back and returns why the text ended, in the words of the API. */
  String finish(FinishReason reason) {
    if (!filter.stopped()) {
      say(filter.add(detokenizer.finish()) + filter.rest());
    }
    reader.ifPresent(CallReader::finish);
    if (!calls.isEmpty()) {
      return "tool_calls";
    }
    if (filter.stopped()) {
      return "stop";
    }
    return switch (reason) {
      case STOP -> "stop";
      case LENGTH -> "length";
      case CANCELLED -> "cancelled";
    };
  }

  String text() {
    return text.toString();
  }

  /** Tools that the model wants run, in its order. */
  List<ToolCall> calls() {
    return calls;
  }

  /** All tokens with their probabilities, where those were asked for. */
  List<ChosenToken> chosen() {
    return chosen;
  }

  private void say(String piece) {
    if (!piece.isEmpty()) {
      reader.ifPresentOrElse(open -> open.add(piece), () -> tell(piece));
    }
  }

  private void tell(String piece) {
    text.append(piece);
    listener.onText(piece);
  }

  private void call(ToolCall call) {
    calls.add(call);
    listener.onCall(call);
  }
}
