package io.peerz.inference.grammar;

import io.peerz.inference.text.TokenTable;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.Set;

/**
 * Follows one answer through a grammar and says which tokens may come next. A token that would need
 * more bytes to complete the text than tokens are left is held back, so that an answer with room
 * for the shortest text is always complete. One owner at a time.
 */
public final class AnswerGuard {
  private final TokenTable tokens;
  private final int[] order;
  private final Set<Integer> endTokens;
  private final GrammarState[] path; // states after each byte of the token that is looked at
  private GrammarState state;
  private int left;

  /**
   * Before the first token.
   *
   * @param endTokens end an answer that is complete
   * @param maxTokens of the whole answer
   */
  public AnswerGuard(Grammar grammar, TokenTable tokens, Set<Integer> endTokens, int maxTokens) {
    this.tokens = tokens;
    this.order = tokens.byBytes();
    this.endTokens = Set.copyOf(endTokens);
    this.state = grammar.start();
    this.path = new GrammarState[longest(tokens, order) + 1];
    this.left = maxTokens;
  }

  /** Takes the token that was drawn; one that may not come is ignored, as it ends the answer. */
  public void add(int token) {
    left--;
    Optional<GrammarState> next = Optional.of(state);
    for (byte value : tokens.bytes(token)) {
      next = next.flatMap(s -> s.next(value & 0xff));
    }
    next.ifPresent(s -> state = s);
  }

  /** The tokens that may come next; never none. */
  public BitSet allowed() {
    BitSet allowed = new BitSet();
    boolean inReach = state.shortest() <= left;
    path[0] = state;
    byte[] before = {};
    int alive = 0; // bytes of the token before that the grammar took
    for (int id : order) {
      byte[] word = tokens.bytes(id);
      int common = common(before, word);
      before = word;
      if (common > alive) {
        continue; // begins with what was refused already
      }
      alive = follow(word, common);
      if (alive == word.length && (!inReach || path[alive].shortest() < left)) {
        allowed.set(id);
      }
    }
    if (state.complete() || allowed.isEmpty()) {
      endTokens.forEach(allowed::set);
    }
    return allowed;
  }

  private int follow(byte[] word, int from) {
    for (int i = from; i < word.length; i++) {
      Optional<GrammarState> next = path[i].next(word[i] & 0xff);
      if (next.isEmpty()) {
        return i;
      }
      path[i + 1] = next.get();
    }
    return word.length;
  }

  private static int common(byte[] a, byte[] b) {
    int mismatch = Arrays.mismatch(a, b);
    return mismatch < 0 ? b.length : mismatch;
  }

  private static int longest(TokenTable tokens, int[] order) {
    int longest = 0;
    for (int id : order) {
      longest = Math.max(longest, tokens.bytes(id).length);
    }
    return longest;
  }
}
