package io.peerz.inference.text.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Evaluates expressions. */
final class Evaluator {
  private final Budget budget;

  Evaluator(Budget budget) {
    this.budget = budget;
  }

  Object value(Expr expression, Scope scope) {
    budget.step();
    return switch (expression) {
      case Expr.Literal literal -> literal.value();
      case Expr.Name name -> scope.get(name.name());
      case Expr.ListOf list -> values(list.items(), scope);
      case Expr.MapOf map -> map(map, scope);
      case Expr.Item item -> Items.get(value(item.target(), scope), value(item.key(), scope));
      case Expr.Slice slice -> slice(slice, scope);
      case Expr.Call call -> call(call, scope);
      case Expr.Filter filter ->
          Filters.apply(
              filter.name(),
              value(filter.target(), scope),
              values(filter.arguments(), scope),
              named(filter.named(), scope),
              filter.line());
      case Expr.Test test ->
          Tests.apply(
              test.name(),
              value(test.target(), scope),
              values(test.arguments(), scope),
              test.line());
      case Expr.Not not -> !Values.isTrue(value(not.operand(), scope));
      case Expr.Negate negate -> Operators.negate(value(negate.operand(), scope));
      case Expr.Binary binary -> binary(binary, scope);
      case Expr.Choice choice ->
          Values.isTrue(value(choice.condition(), scope))
              ? value(choice.then(), scope)
              : value(choice.otherwise(), scope);
    };
  }

  private List<Object> values(List<Expr> expressions, Scope scope) {
    List<Object> values = new ArrayList<>();
    expressions.forEach(expression -> values.add(value(expression, scope)));
    return values;
  }

  private Map<String, Object> named(Map<String, Expr> expressions, Scope scope) {
    Map<String, Object> values = new LinkedHashMap<>();
    expressions.forEach((name, expression) -> values.put(name, value(expression, scope)));
    return values;
  }

  private Map<Object, Object> map(Expr.MapOf map, Scope scope) {
    Map<Object, Object> result = new LinkedHashMap<>();
    for (int i = 0; i < map.keys().size(); i++) {
      result.put(value(map.keys().get(i), scope), value(map.values().get(i), scope));
    }
    return result;
  }

  private Object slice(Expr.Slice slice, Scope scope) {
    return Items.slice(
        value(slice.target(), scope),
        bound(slice.from(), scope),
        bound(slice.to(), scope),
        bound(slice.step(), scope));
  }

  /** An absent bound is null. */
  private Long bound(Expr expression, Scope scope) {
    if (expression == null) {
      return null;
    }
    return value(expression, scope) instanceof Long number ? number : null;
  }

  private Object call(Expr.Call call, Scope scope) {
    List<Object> arguments = values(call.arguments(), scope);
    Map<String, Object> named = named(call.named(), scope);
    if (call.target() instanceof Expr.Name function) {
      return Functions.call(function.name(), arguments, named, call.line());
    }
    if (call.target() instanceof Expr.Item item
        && item.key() instanceof Expr.Literal(String method)) {
      Object target = value(item.target(), scope);
      Object result = Methods.call(target, method, arguments, call.line());
      budget.check(result);
      return result;
    }
    throw TemplateException.at(call.line(), "this cannot be called");
  }

  private Object binary(Expr.Binary binary, Scope scope) {
    Object left = value(binary.left(), scope);
    return switch (binary.operator()) {
      case "and" -> Values.isTrue(left) ? value(binary.right(), scope) : left;
      case "or" -> Values.isTrue(left) ? left : value(binary.right(), scope);
      default -> {
        Object right = value(binary.right(), scope);
        Object result = Operators.apply(binary.operator(), left, right, binary.line());
        budget.check(result);
        yield result;
      }
    };
  }
}
