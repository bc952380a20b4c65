package io.peerz.inference.grammar;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Named terms, one of which is the whole. Immutable; made by {@link SchemaCompiler}. */
public final class Grammar {
  private final Map<String, Term> definitions;
  private final Term root;
  private final Map<Term, Integer> shortest = new HashMap<>(); // by identity: terms have no equals;

  Grammar(Map<String, Term> definitions, Term root) {
    this.definitions = Map.copyOf(definitions);
    this.root = root;
    measure();
  }

  /**
   * The grammar of the JSON texts that a schema allows.
   *
   * @throws io.peerz.proof.error.PeerzException BAD_REQUEST that names what is not understood
   */
  public static Grammar ofSchema(String schema) {
    return new SchemaCompiler().compile(schema);
  }

  /** Before the first byte. */
  public GrammarState start() {
    return GrammarState.of(this, Set.of(Rest.NOTHING.after(root, shortest(root))));
  }

  Term definition(String name) {
    return definitions.get(name);
  }

  int shortest(Term term) {
    return shortest.get(term);
  }

  /** A reference that leads to itself without a byte between would be expanded for ever. */
  boolean loopsWithoutBytes() {
    Set<String> harmless = new HashSet<>();
    return definitions.keySet().stream().anyMatch(n -> loops(n, new HashSet<>(), harmless));
  }

  private boolean loops(String name, Set<String> above, Set<String> harmless) {
    if (harmless.contains(name)) {
      return false;
    }
    if (!above.add(name)) {
      return true;
    }
    boolean found = loops(definition(name), above, harmless);
    above.remove(name);
    harmless.add(name);
    return found;
  }

  private boolean loops(Term term, Set<String> above, Set<String> harmless) {
    return switch (term) {
      case Term.Reference reference -> loops(reference.name(), above, harmless);
      case Term.Choice choice -> choice.choices().stream().anyMatch(c -> loops(c, above, harmless));
      case Term.Sequence sequence -> {
        // What stands behind a part that needs a byte cannot be reached without one.
        boolean found = false;
        for (Term part : sequence.parts()) {
          found = found || loops(part, above, harmless);
          if (shortest(part) > 0) {
            break;
          }
        }
        yield found;
      }
      case Term.Repeat repeat -> loops(repeat.part(), above, harmless);
      case Term.OneByte any -> false;
    };
  }

  /** Lengths of definitions fall from endless until none changes; each round settles one more. */
  private void measure() {
    Map<String, Integer> known = new HashMap<>();
    definitions.keySet().forEach(name -> known.put(name, Rest.ENDLESS));
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Map.Entry<String, Term> one : definitions.entrySet()) {
        int length = length(one.getValue(), known);
        changed |= known.put(one.getKey(), length) != length;
      }
    }
    length(root, known);
    shortest.put(Term.EMPTY, 0);
  }

  private int length(Term term, Map<String, Integer> known) {
    int length =
        switch (term) {
          case Term.OneByte one -> 1;
          case Term.Sequence sequence -> sum(sequence.parts(), known);
          case Term.Choice choice ->
              choice.choices().stream().mapToInt(c -> length(c, known)).min().orElse(Rest.ENDLESS);
          case Term.Repeat repeat -> {
            length(repeat.part(), known);
            yield 0;
          }
          case Term.Reference reference -> known.get(reference.name());
        };
    shortest.put(term, length);
    return length;
  }

  private int sum(Collection<Term> parts, Map<String, Integer> known) {
    int sum = 0;
    for (Term part : parts) {
      sum = Math.min(Rest.ENDLESS, sum + length(part, known));
    }
    return sum;
  }
}
