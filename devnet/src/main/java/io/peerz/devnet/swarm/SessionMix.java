package io.peerz.devnet.swarm;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What many users ask at once: short and long prompts, one of which fills the context, with and
 * without the beginning that an application puts before all of its prompts.
 */
final class SessionMix {
  private static final List<Integer> PROMPTS = List.of(16, 64, 160, 400, 1000);
  private static final List<Integer> ANSWERS = List.of(24, 48, 96);
  private static final int COMMON = 96;

  private final int vocab;
  private final int longest;
  private final Random random;
  private final boolean isLong;

  /** One prompt and how long its answer is. */
  record Wish(List<Integer> prompt, int answer) {}

  /**
   * @param longest positions of the long session's prompts
   */
  SessionMix(int session, int vocab, int longest) {
    this.vocab = vocab;
    this.longest = longest;
    this.random = new Random(session);
    this.isLong = session == 0;
  }

  Wish next() {
    int length = isLong ? longest : PROMPTS.get(random.nextInt(PROMPTS.size()));
    boolean common = random.nextBoolean();
    List<Integer> prompt = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      prompt.add(common && i < COMMON ? (i * 37 + 11) % vocab : random.nextInt(vocab));
    }
    return new Wish(prompt, ANSWERS.get(random.nextInt(ANSWERS.size())));
  }
}
