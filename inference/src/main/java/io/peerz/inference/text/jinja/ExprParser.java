package io.peerz.inference.text.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parses expressions by recursive descent, loosest operator first. */
final class ExprParser {
  private static final int MAX_DEPTH = 64;

  private final TokenStream in;
  private int depth;

  ExprParser(TokenStream in) {
    this.in = in;
  }

  Expr parse() {
    if (++depth > MAX_DEPTH) {
      throw TemplateException.at(in.line(), "an expression is nested too deeply");
    }
    Expr value = or();
    if (in.takeName("if")) {
      Expr condition = or();
      Expr otherwise = in.takeName("else") ? parse() : new Expr.Literal(Values.Undefined.INSTANCE);
      value = new Expr.Choice(condition, value, otherwise);
    }
    depth--;
    return value;
  }

  /** An expression that ends before a loop's own {@code if}. */
  Expr parseWithoutChoice() {
    return or();
  }

  private Expr or() {
    Expr left = and();
    while (in.isName("or")) {
      int line = in.next().line();
      left = new Expr.Binary("or", left, and(), line);
    }
    return left;
  }

  private Expr and() {
    Expr left = not();
    while (in.isName("and")) {
      int line = in.next().line();
      left = new Expr.Binary("and", left, not(), line);
    }
    return left;
  }

  private Expr not() {
    return in.takeName("not") ? new Expr.Not(not()) : comparison();
  }

  private Expr comparison() {
    Expr left = sum();
    while (true) {
      int line = in.line();
      String operator = in.peek().text();
      boolean symbol = in.peek().kind() == Token.Kind.SYMBOL;
      if (symbol && List.of("==", "!=", "<", ">", "<=", ">=").contains(operator)) {
        in.next();
        left = new Expr.Binary(operator, left, sum(), line);
      } else if (in.takeName("in")) {
        left = new Expr.Binary("in", left, sum(), line);
      } else if (in.isName("not") && in.peekNext().is(Token.Kind.NAME, "in")) {
        in.next();
        in.next();
        left = new Expr.Not(new Expr.Binary("in", left, sum(), line));
      } else {
        return left;
      }
    }
  }

  private Expr sum() {
    Expr left = product();
    while (in.isSymbol("+") || in.isSymbol("-") || in.isSymbol("~")) {
      Token operator = in.next();
      left = new Expr.Binary(operator.text(), left, product(), operator.line());
    }
    return left;
  }

  private Expr product() {
    Expr left = unary();
    while (in.isSymbol("*") || in.isSymbol("/") || in.isSymbol("//") || in.isSymbol("%")) {
      Token operator = in.next();
      left = new Expr.Binary(operator.text(), left, unary(), operator.line());
    }
    return left;
  }

  private Expr unary() {
    return in.takeSymbol("-") ? new Expr.Negate(unary()) : tested(postfix(primary()));
  }

  /** Tests bind tighter than comparisons: {@code x is defined and …}. */
  private Expr tested(Expr value) {
    Expr result = value;
    while (in.isName("is")) {
      int line = in.next().line();
      boolean negated = in.takeName("not");
      String name = in.expectName();
      List<Expr> arguments = in.takeSymbol("(") ? arguments(new LinkedHashMap<>()) : List.of();
      Expr test = new Expr.Test(result, name, arguments, line);
      result = negated ? new Expr.Not(test) : test;
    }
    return result;
  }

  private Expr postfix(Expr start) {
    Expr value = start;
    while (true) {
      int line = in.line();
      if (in.takeSymbol(".")) {
        value = new Expr.Item(value, new Expr.Literal(in.expectName()));
      } else if (in.takeSymbol("[")) {
        value = subscript(value);
      } else if (in.takeSymbol("(")) {
        Map<String, Expr> named = new LinkedHashMap<>();
        value = new Expr.Call(value, arguments(named), named, line);
      } else if (in.takeSymbol("|")) {
        String name = in.expectName();
        Map<String, Expr> named = new LinkedHashMap<>();
        List<Expr> arguments = in.takeSymbol("(") ? arguments(named) : List.of();
        value = new Expr.Filter(value, name, arguments, named, line);
      } else {
        return value;
      }
    }
  }

  private Expr subscript(Expr target) {
    Expr from = in.isSymbol(":") ? null : parse();
    if (in.takeSymbol("]")) {
      return new Expr.Item(target, from);
    }
    in.expectSymbol(":");
    Expr to = in.isSymbol("]") || in.isSymbol(":") ? null : parse();
    Expr step = in.takeSymbol(":") && !in.isSymbol("]") ? parse() : null;
    in.expectSymbol("]");
    return new Expr.Slice(target, from, to, step);
  }

  private List<Expr> arguments(Map<String, Expr> named) {
    List<Expr> positional = new ArrayList<>();
    while (!in.takeSymbol(")")) {
      if (in.peek().kind() == Token.Kind.NAME && in.peekNext().is(Token.Kind.SYMBOL, "=")) {
        String name = in.expectName();
        in.next();
        named.put(name, parse());
      } else {
        positional.add(parse());
      }
      if (!in.isSymbol(")")) {
        in.expectSymbol(",");
      }
    }
    return positional;
  }

  private Expr primary() {
    Token token = in.next();
    return switch (token.kind()) {
      case STRING -> new Expr.Literal(strings(token.text()));
      case NUMBER -> new Expr.Literal(number(token));
      case NAME -> name(token);
      case SYMBOL -> bracket(token);
      default -> throw TemplateException.at(token.line(), "a value is missing");
    };
  }

  /** Strings that follow each other are one. */
  private String strings(String first) {
    StringBuilder all = new StringBuilder(first);
    while (in.peek().kind() == Token.Kind.STRING) {
      all.append(in.next().text());
    }
    return all.toString();
  }

  private static Long number(Token token) {
    try {
      return Long.valueOf(token.text());
    } catch (NumberFormatException e) {
      throw TemplateException.at(token.line(), "the number " + token.text() + " is too large");
    }
  }

  private static Expr name(Token token) {
    return switch (token.text()) {
      case "true", "True" -> new Expr.Literal(true);
      case "false", "False" -> new Expr.Literal(false);
      case "none", "None" -> new Expr.Literal(Values.None.NONE);
      default -> new Expr.Name(token.text(), token.line());
    };
  }

  private Expr bracket(Token open) {
    return switch (open.text()) {
      case "(" -> {
        Expr inner = parse();
        in.expectSymbol(")");
        yield inner;
      }
      case "[" -> list();
      case "{" -> map();
      default -> throw TemplateException.at(open.line(), "unexpected '" + open.text() + "'");
    };
  }

  private Expr list() {
    List<Expr> items = new ArrayList<>();
    while (!in.takeSymbol("]")) {
      items.add(parse());
      if (!in.isSymbol("]")) {
        in.expectSymbol(",");
      }
    }
    return new Expr.ListOf(items);
  }

  private Expr map() {
    List<Expr> keys = new ArrayList<>();
    List<Expr> values = new ArrayList<>();
    while (!in.takeSymbol("}")) {
      keys.add(parse());
      in.expectSymbol(":");
      values.add(parse());
      if (!in.isSymbol("}")) {
        in.expectSymbol(",");
      }
    }
    return new Expr.MapOf(keys, values);
  }
}
