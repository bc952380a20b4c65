package io.peerz.inference.grammar;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A set of byte strings. Terms are compared by identity: a grammar makes each one once. */
sealed interface Term {
  /** The empty string only. */
  Term EMPTY = new Sequence(List.of());

  /** One byte of a set. */
  final class OneByte implements Term {
    private final ByteSet set;

    OneByte(ByteSet set) {
      this.set = set;
    }

    ByteSet set() {
      return set;
    }
  }

  /** One after the other. */
  final class Sequence implements Term {
    private final List<Term> parts;

    Sequence(List<Term> parts) {
      this.parts = List.copyOf(parts);
    }

    List<Term> parts() {
      return parts;
    }
  }

  /** Any one of these. */
  final class Choice implements Term {
    private final List<Term> choices;

    Choice(List<Term> choices) {
      this.choices = List.copyOf(choices);
    }

    List<Term> choices() {
      return choices;
    }
  }

  /** Any number of these; the part is never empty itself. */
  final class Repeat implements Term {
    private final Term part;

    Repeat(Term part) {
      this.part = part;
    }

    Term part() {
      return part;
    }
  }

  /** A definition of the grammar, which may lead back here. */
  final class Reference implements Term {
    private final String name;

    Reference(String name) {
      this.name = name;
    }

    String name() {
      return name;
    }
  }

  static Term sequence(Term... parts) {
    return new Sequence(List.of(parts));
  }

  static Term choice(Term... choices) {
    return new Choice(List.of(choices));
  }

  static Term optional(Term term) {
    return choice(term, EMPTY);
  }

  static Term range(int low, int high) {
    return new OneByte(ByteSet.range(low, high));
  }

  /** The UTF-8 bytes of a text. */
  static Term literal(String text) {
    List<Term> parts = new ArrayList<>();
    for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
      parts.add(range(one & 0xff, one & 0xff));
    }
    return new Sequence(parts);
  }

  /** At least {@code least} and at most {@code most} of a term. */
  static Term times(Term term, int least, int most) {
    Term rest = EMPTY;
    for (int i = least; i < most; i++) {
      rest = optional(sequence(term, rest));
    }
    return sequence(timesExactly(term, least), rest);
  }

  /** At least {@code least} of a term. */
  static Term atLeast(Term term, int least) {
    return sequence(timesExactly(term, least), new Repeat(term));
  }

  private static Term timesExactly(Term term, int count) {
    return new Sequence(Collections.nCopies(count, term));
  }
}
