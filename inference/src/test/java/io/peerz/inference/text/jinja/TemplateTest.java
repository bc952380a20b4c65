package io.peerz.inference.text.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The subset against jinja2 and transformers; src/test/python made the expected texts. */
class TemplateTest {
  /**
   * templates.json tries the subset out; chats.json holds published models' templates, tools.json
   * those that show tools.
   */
  static Stream<JsonNode> cases() {
    return Stream.of("templates.json", "chats.json", "tools.json")
        .map(name -> Path.of("src/test/resources", name).toFile())
        .flatMap(file -> JsonMapper.builder().build().readTree(file).valueStream());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void templatesRenderAsTheReferenceRendersThem(JsonNode test) {
    Template template = Template.parse(test.get("template").stringValue());
    @SuppressWarnings("unchecked") // the file holds an object here
    Map<String, Object> names = (Map<String, Object>) value(test.get("names"));
    assertThat(template.render(names)).isEqualTo(test.get("expected").stringValue());
  }

  private static Object value(JsonNode node) {
    if (node.isObject()) {
      Map<String, Object> map = new LinkedHashMap<>();
      node.properties().forEach(entry -> map.put(entry.getKey(), value(entry.getValue())));
      return map;
    }
    if (node.isArray()) {
      List<Object> list = new ArrayList<>();
      node.forEach(item -> list.add(value(item)));
      return list;
    }
    return scalar(node);
  }

  private static Object scalar(JsonNode node) {
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    if (node.isNumber()) {
      return node.isIntegralNumber() ? (Object) node.longValue() : node.doubleValue();
    }
    return node.isNull() ? Template.none() : node.stringValue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% macro f() %}{% endmacro %}",
        "{% for x in y %}",
        "{{ 'open",
        "{{ a | nosuchfilter }}",
        "{{ a is nosuchtest }}",
        "{{ nosuchfunction() }}",
        "{{ 1 / 0 }}",
        "{{ a.b.c }}",
        "{% if %}{% endif %}",
        "{# never closed",
        "{{ 99999999999999999999 }}"
      })
  void whatIsOutsideTheSubsetIsRefusedWithALine(String source) {
    assertThatThrownBy(() -> Template.parse(source).render(Map.of()))
        .isInstanceOf(TemplateException.class);
  }

  @Test
  void aTemplateThatWouldRunForEverIsStopped() {
    String bomb = "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}";
    assertThatThrownBy(() -> Template.parse(bomb).render(Map.of()))
        .hasMessageContaining("does not end");
    String grow =
        "{% set n = namespace(t='xxxxxxxx') %}{% for i in range(60) %}{% set n.t = n.t + n.t %}{% endfor %}";
    assertThatThrownBy(() -> Template.parse(grow).render(Map.of())).hasMessageContaining("grew");
  }

  @Test
  void aTemplateMayRefuseItsInput() {
    assertThatThrownBy(() -> Template.parse("{{ raise_exception('no') }}").render(Map.of()))
        .isInstanceOfSatisfying(TemplateException.class, e -> assertThat(e.isRaised()).isTrue())
        .hasMessage("no");
  }
}
