package io.peerz.inference.text.jinja;

import java.util.List;
import java.util.Map;

/** Expressions. */
sealed interface Expr {
  /** A string, number, boolean or none. */
  record Literal(Object value) implements Expr {}

  record Name(String name, int line) implements Expr {}

  record ListOf(List<Expr> items) implements Expr {}

  record MapOf(List<Expr> keys, List<Expr> values) implements Expr {}

  /** Both {@code a.b} and {@code a['b']}. */
  record Item(Expr target, Expr key) implements Expr {}

  /** {@code a[from:to:step]}; absent bounds are null. */
  record Slice(Expr target, Expr from, Expr to, Expr step) implements Expr {}

  record Call(Expr target, List<Expr> arguments, Map<String, Expr> named, int line)
      implements Expr {}

  record Filter(Expr target, String name, List<Expr> arguments, Map<String, Expr> named, int line)
      implements Expr {}

  /** {@code x is name}. */
  record Test(Expr target, String name, List<Expr> arguments, int line) implements Expr {}

  record Not(Expr operand) implements Expr {}

  record Negate(Expr operand) implements Expr {}

  /** Operators by their text, {@code in} among them. */
  record Binary(String operator, Expr left, Expr right, int line) implements Expr {}

  /** {@code a if condition else b}; without else the result is undefined. */
  record Choice(Expr condition, Expr then, Expr otherwise) implements Expr {}
}
