package io.peerz.inference.text.jinja;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs the statements of a template once. */
final class Renderer {
  private final Budget budget = new Budget();
  private final Evaluator evaluator = new Evaluator(budget);
  private StringBuilder out = new StringBuilder();

  String render(List<Statement> body, Map<String, Object> names) {
    run(body, new Scope(names));
    return out.toString();
  }

  private void run(List<Statement> body, Scope scope) {
    for (Statement statement : body) {
      budget.step();
      switch (statement) {
        case Statement.Text text -> out.append(text.text());
        case Statement.Output output ->
            out.append(Values.print(evaluator.value(output.value(), scope)));
        case Statement.If branches -> choose(branches, scope);
        case Statement.For loop -> loop(loop, scope);
        case Statement.Set set -> set(set, scope);
        case Statement.Capture capture -> capture(capture, scope);
      }
      budget.check(out);
    }
  }

  private void choose(Statement.If branches, Scope scope) {
    for (Statement.Branch branch : branches.branches()) {
      if (Values.isTrue(evaluator.value(branch.condition(), scope))) {
        run(branch.body(), scope);
        return;
      }
    }
  }

  private void loop(Statement.For loop, Scope scope) {
    List<Object> items = new ArrayList<>();
    for (Object item : Items.iterate(evaluator.value(loop.items(), scope), loop.line())) {
      Scope inner = scope.inner();
      bind(loop, item, inner);
      if (loop.filter() == null || Values.isTrue(evaluator.value(loop.filter(), inner))) {
        items.add(item);
      }
    }
    if (items.isEmpty()) {
      run(loop.otherwise(), scope);
    }
    for (int i = 0; i < items.size(); i++) {
      Scope inner = scope.inner();
      bind(loop, items.get(i), inner);
      inner.set("loop", position(items, i));
      run(loop.body(), inner);
    }
  }

  private static void bind(Statement.For loop, Object item, Scope scope) {
    List<String> names = loop.names();
    if (names.size() == 1) {
      scope.set(names.getFirst(), item);
      return;
    }
    if (!(item instanceof List<?> parts) || parts.size() != names.size()) {
      throw TemplateException.at(loop.line(), "an item cannot be unpacked into " + names);
    }
    for (int i = 0; i < names.size(); i++) {
      scope.set(names.get(i), parts.get(i));
    }
  }

  private static Map<String, Object> position(List<Object> items, int i) {
    Map<String, Object> loop = new HashMap<>();
    loop.put("index", i + 1L);
    loop.put("index0", (long) i);
    loop.put("revindex", (long) items.size() - i);
    loop.put("revindex0", items.size() - i - 1L);
    loop.put("first", i == 0);
    loop.put("last", i == items.size() - 1);
    loop.put("length", (long) items.size());
    if (i > 0) {
      loop.put("previtem", items.get(i - 1));
    }
    if (i + 1 < items.size()) {
      loop.put("nextitem", items.get(i + 1));
    }
    return loop;
  }

  private void set(Statement.Set set, Scope scope) {
    Object value = evaluator.value(set.value(), scope);
    if (set.field() == null) {
      scope.set(set.name(), value);
    } else if (scope.get(set.name()) instanceof Values.Namespace namespace) {
      namespace.fields().put(set.field(), value);
    } else {
      throw TemplateException.at(set.line(), "'" + set.name() + "' is not a namespace");
    }
  }

  private void capture(Statement.Capture capture, Scope scope) {
    StringBuilder outside = out;
    out = new StringBuilder();
    run(capture.body(), scope);
    String text = out.toString();
    out = outside;
    scope.set(capture.name(), text);
  }
}
