package io.peerz.inference.draft;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Guesses that a text goes on as it did the last time its newest tokens stood there: n-gram or
 * prompt lookup (Saxena, 2023). Costs nothing where the text never repeats itself. Owned by one
 * thread.
 */
public final class PromptLookup {
  private static final int LONGEST = 3;
  private static final int SHORTEST = 2;

  /** Three ids of so many bits fit a key; models with more tokens get no guesses. */
  private static final int ID_BITS = 21;

  private final List<Integer> text = new ArrayList<>();
  private final List<Map<Long, Integer>> behind =
      new ArrayList<>(); // (n - SHORTEST): n-gram to next
  private final int[] found = new int[LONGEST - SHORTEST + 1]; // what followed the newest n-gram

  public PromptLookup() {
    for (int n = SHORTEST; n <= LONGEST; n++) {
      behind.add(new HashMap<>());
    }
  }

  /** One more token of the text. */
  public void add(int token) {
    text.add(token);
    for (int n = SHORTEST; n <= LONGEST; n++) {
      found[n - SHORTEST] = text.size() < n ? 0 : remember(n);
    }
  }

  /** At most so many tokens that may follow; none where the newest tokens never stood before. */
  public List<Integer> next(int most) {
    for (int n = LONGEST; n >= SHORTEST; n--) {
      if (found[n - SHORTEST] > 0) {
        return from(found[n - SHORTEST], most);
      }
    }
    return List.of();
  }

  /** Where the newest n-gram went on the last time, or 0; from now on this is the last time. */
  private int remember(int n) {
    long key = 0;
    for (int token : text.subList(text.size() - n, text.size())) {
      if (token >>> ID_BITS != 0) {
        return 0;
      }
      key = key << ID_BITS | token;
    }
    Integer before = behind.get(n - SHORTEST).put(key, text.size());
    return before == null ? 0 : before;
  }

  /** A text that repeats itself goes on through its own guesses. */
  private List<Integer> from(int start, int most) {
    List<Integer> guesses = new ArrayList<>();
    for (int at = start; guesses.size() < most; at++) {
      guesses.add(at < text.size() ? text.get(at) : guesses.get(at - text.size()));
    }
    return guesses;
  }
}
