package io.peerz.inference.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaCompilerTest {
  private static final String TREE =
      """
      {"$ref":"#/$defs/node","$defs":{"node":{"type":"object","additionalProperties":false,
       "required":["next"],"properties":{"next":{"anyOf":[{"type":"null"},{"$ref":"#/$defs/node"}]}}}}}""";

  private static boolean takes(String schema, String text) {
    Optional<GrammarState> state = Optional.of(Grammar.ofSchema(schema).start());
    for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
      state = state.flatMap(s -> s.next(value & 0xff));
    }
    return state.map(GrammarState::complete).orElse(false);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"integer\"} | -12 | 01",
        "{\"type\":\"number\"} | 0.5 | .5",
        "{\"const\":[1,\"a\"]} | [1,\"a\"] | [1]",
        "{\"enum\":[\"x\",4],\"type\":\"string\"} | \"x\" | 4",
        "{\"type\":\"array\",\"items\":{\"type\":\"null\"}} | [null,null] | [null,]",
        "{\"type\":\"object\"} | {\"a\": [{}]} | []",
        "{\"type\":\"object\",\"additionalProperties\":false} | {} | {\"a\":1}",
        "true | [1, \"two\"] | [1 2]"
      })
  void aTextIsTakenExactlyWhenItFits(String schema, String good, String bad) {
    assertThat(takes(schema, good)).isTrue();
    assertThat(takes(schema, bad)).isFalse();
  }

  @Test
  void optionalPropertiesMayBeLeftOutAndCommasStayRight() {
    String schema =
        """
        {"type":"object","properties":{"a":{"type":"null"},"b":{"type":"null"},"c":{"type":"null"}},
         "required":["b"]}""";
    assertThat(takes(schema, "{\"b\":null}")).isTrue();
    assertThat(takes(schema, "{\"a\":null,\"b\":null,\"c\":null}")).isTrue();
    assertThat(takes(schema, "{\"b\":null, \"c\": null}")).isTrue();
    assertThat(takes(schema, "{\"a\":null,\"c\":null}")).isFalse();
    assertThat(takes(schema, "{,\"b\":null}")).isFalse();
  }

  @Test
  void aDefinitionMayLeadBackToItself() {
    assertThat(takes(TREE, "{\"next\":{\"next\":null}}")).isTrue();
    assertThat(Grammar.ofSchema(TREE).start().shortest()).isEqualTo("{\"next\":null}".length());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"open", "\"a\nb\"", "\"\\q\"", "\"a\"b\""})
  void brokenStringsAreNotTaken(String text) {
    assertThat(takes("{\"type\":\"string\"}", text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"string\",\"pattern\":\"a+\"}",
        "{\"oneOf\":[{\"type\":\"null\"}]}",
        "{\"type\":\"integer\",\"minimum\":3}",
        "{\"type\":\"date\"}",
        "{\"$ref\":\"#/$defs/missing\"}",
        "{\"$ref\":\"#\"}",
        "{\"anyOf\":[{\"$ref\":\"#\"}]}",
        "{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#\"}},\"required\":[\"a\"]}",
        "{\"type\":\"object\",\"required\":[\"a\"]}",
        "false",
        "{",
        "[]"
      })
  void whatIsNotUnderstoodIsRefused(String schema) {
    assertThatThrownBy(() -> Grammar.ofSchema(schema))
        .isInstanceOfSatisfying(
            PeerzException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST));
  }
}
