package io.peerz.inference.text.jinja;

import java.util.List;

/** What a template consists of. */
sealed interface Statement {
  record Text(String text) implements Statement {}

  record Output(Expr value) implements Statement {}

  /** Branches in order; an else branch has the condition true. */
  record If(List<Branch> branches) implements Statement {}

  record Branch(Expr condition, List<Statement> body) {}

  /** A loop over items, perhaps unpacked into several names; {@code filter} may be null. */
  record For(
      List<String> names,
      Expr items,
      Expr filter,
      List<Statement> body,
      List<Statement> otherwise,
      int line)
      implements Statement {}

  /**
   * {@code set name = value}, or {@code set namespace.field = value}; {@code field} may be null.
   */
  record Set(String name, String field, Expr value, int line) implements Statement {}

  /** {@code set name} … {@code endset}. */
  record Capture(String name, List<Statement> body) implements Statement {}
}
