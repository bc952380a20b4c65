package io.peerz.inference.grammar;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;

import io.peerz.proof.error.Require;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a text stands in a grammar: every way in which it may go on, each a list that begins with a
 * byte set (partial derivatives after Antimirov 1996). Immutable.
 */
public final class GrammarState {
  /** Ways to go on that are kept apart; bounds the work that a schema can ask for. */
  private static final int MOST_WAYS = 256;

  private final Grammar grammar;
  private final Set<Rest> ways;
  private final boolean complete;
  private final int shortest;

  private GrammarState(Grammar grammar, Set<Rest> ways, boolean complete) {
    this.grammar = grammar;
    this.ways = ways;
    this.complete = complete;
    this.shortest =
        complete ? 0 : ways.stream().mapToInt(Rest::shortest).min().orElse(Rest.ENDLESS);
  }

  static GrammarState of(Grammar grammar, Collection<Rest> rests) {
    Set<Rest> ways = new LinkedHashSet<>();
    Set<Rest> seen = new LinkedHashSet<>();
    boolean complete = false;
    Deque<Rest> open = new ArrayDeque<>(rests);
    while (!open.isEmpty()) {
      Rest rest = open.pop();
      if (rest.tail() == null) {
        complete = true;
      } else if (rest.shortest() < Rest.ENDLESS && seen.add(rest)) {
        unfold(grammar, rest, ways, open);
      }
      Require.that(
          ways.size() <= MOST_WAYS,
          BAD_REQUEST,
          "the schema leaves more than " + MOST_WAYS + " ways open at once; make it simpler");
    }
    return new GrammarState(grammar, ways, complete);
  }

  private static void unfold(Grammar grammar, Rest rest, Set<Rest> ways, Deque<Rest> open) {
    switch (rest.head()) {
      case Term.OneByte one -> ways.add(rest);
      case Term.Sequence sequence -> open.push(before(grammar, sequence.parts(), rest.tail()));
      case Term.Choice choice ->
          choice.choices().reversed().forEach(c -> open.push(before(grammar, c, rest.tail())));
      case Term.Repeat repeat -> {
        open.push(rest.tail());
        open.push(before(grammar, repeat.part(), rest));
      }
      case Term.Reference reference ->
          open.push(before(grammar, grammar.definition(reference.name()), rest.tail()));
    }
  }

  private static Rest before(Grammar grammar, List<Term> terms, Rest tail) {
    Rest rest = tail;
    for (Term term : terms.reversed()) {
      rest = before(grammar, term, rest);
    }
    return rest;
  }

  private static Rest before(Grammar grammar, Term term, Rest tail) {
    return tail.after(term, grammar.shortest(term));
  }

  /** After one more byte, or empty where the grammar has none such. */
  public Optional<GrammarState> next(int value) {
    Set<Rest> rests = new LinkedHashSet<>();
    for (Rest way : ways) {
      if (way.head() instanceof Term.OneByte one && one.set().contains(value)) {
        rests.add(way.tail());
      }
    }
    return rests.isEmpty() ? Optional.empty() : Optional.of(of(grammar, rests));
  }

  /** Whether the text may end here. */
  public boolean complete() {
    return complete;
  }

  /** Bytes that the shortest completion needs. */
  public int shortest() {
    return shortest;
  }
}
