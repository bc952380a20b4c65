package io.peerz.finetune.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** An endless stream of documents that is the same for the same seed. */
public final class PebbleCorpus {
  private static final String[] SYSTEM = {
    "You are a helpful assistant.", "You are Pebble.", "Answer briefly."
  };

  private final Random random;

  public PebbleCorpus(long seed) {
    this.random = new Random(seed);
  }

  /** The next document as tokens. */
  public int[] next() {
    int kind = random.nextInt(100);
    if (kind < 10) {
      return Document.plain(plain());
    }
    String system = random.nextInt(10) == 0 ? Pick.from(random, SYSTEM) : "";
    if (kind < 22) {
      return Document.chat(system, Stories.told(random));
    }
    List<Turn> turns = new ArrayList<>();
    int count = random.nextInt(3) == 0 ? 2 + random.nextInt(2) : 1;
    for (int i = 0; i < count; i++) {
      turns.add(carelessly(turn()));
    }
    return Document.chat(system, turns);
  }

  private Turn turn() {
    int kind = random.nextInt(100);
    if (kind < 26) {
      return Facts.question(random);
    }
    if (kind < 54) {
      return Sums.question(random);
    }
    if (kind < 68) {
      return Lists.question(random);
    }
    return kind < 88 ? Stories.question(random) : SmallTalk.question(random);
  }

  private String plain() {
    return switch (random.nextInt(4)) {
      case 0 -> Facts.plain(random);
      case 1 -> Sums.plain(random);
      case 2 -> Lists.plain(random);
      default -> Stories.plain(random);
    };
  }

  /** People forget the capital letter and the question mark: in one turn of eight so do we. */
  private Turn carelessly(Turn turn) {
    int slip = random.nextInt(16);
    String user = turn.user();
    if (slip == 0) {
      user = user.toLowerCase(Locale.ROOT);
    } else if (slip == 1 && (user.endsWith("?") || user.endsWith("."))) {
      user = user.substring(0, user.length() - 1);
    }
    return new Turn(user, turn.assistant());
  }
}
