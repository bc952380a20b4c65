package io.peerz.devnet.bench;

import io.peerz.devnet.demo.Answer;
import io.peerz.devnet.demo.ChatClient;
import io.peerz.devnet.network.DevNetwork;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Asks the same question one after the other of a whole model, of two halves in memory and of two
 * paid nodes, again and again, so that a change of the machine's mood meets all three. Blocking.
 */
final class SpeedMeter {
  private static final String PROMPT = "What is the capital of Dorn?";
  private static final int MAX_TOKENS = 64;
  private static final int WARM_UPS = 5;
  private static final int ROUNDS = 9;

  private final DevNetwork network;
  private final Path model;
  private final List<Double> whole = new ArrayList<>();
  private final List<Double> halves = new ArrayList<>();
  private final List<Double> paid = new ArrayList<>();

  SpeedMeter(DevNetwork network, Path model) {
    this.network = network;
    this.model = model;
  }

  Speed measure() {
    try (LocalModel one = LocalModel.whole(model);
        LocalModel two = LocalModel.halves(model);
        ChatClient client = new ChatClient(network.gateway())) {
      int[] prompt = one.tokens(PROMPT);
      Answer answer = ask(client);
      for (int i = -WARM_UPS; i < ROUNDS; i++) {
        double first = perSecond(answer, () -> one.answer(prompt, MAX_TOKENS));
        double second = perSecond(answer, () -> two.answer(prompt, MAX_TOKENS));
        double third = perSecond(answer, () -> ask(client).tokens());
        if (i >= 0) {
          whole.add(first);
          halves.add(second);
          paid.add(third);
        }
      }
      return speed(answer);
    }
  }

  private Answer ask(ChatClient client) {
    return client.chat(network.modelName(), PROMPT, MAX_TOKENS, piece -> {});
  }

  // Speed without the right answer is worth nothing.
  private static double perSecond(Answer expected, Supplier<List<Integer>> question) {
    long started = System.nanoTime();
    List<Integer> tokens = question.get();
    double seconds = (System.nanoTime() - started) / 1e9;
    if (!tokens.equals(expected.tokens())) {
      throw new PeerzException(ErrorCode.BUG, "two ways to ask the model gave different tokens");
    }
    return tokens.size() / seconds;
  }

  private Speed speed(Answer answer) {
    double macs =
        answer.hops().stream()
            .map(Answer.Hop::macs)
            .reduce(BigInteger.ZERO, BigInteger::add)
            .doubleValue();
    return new Speed(
        answer.promptTokens(),
        answer.tokens().size(),
        new Samples(whole),
        new Samples(halves),
        new Samples(paid),
        macs / answer.tokens().size(),
        MacRate.perSecond());
  }
}
