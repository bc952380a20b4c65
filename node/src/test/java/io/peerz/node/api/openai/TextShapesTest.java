package io.peerz.node.api.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.node.gateway.ChosenToken;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextShapesTest {
  private static ChosenToken token(String text) {
    return new ChosenToken(text, List.of(), -1, List.of());
  }

  private static JsonArray offsets(JsonObject event) {
    return event
        .getJsonArray("choices")
        .getJsonObject(0)
        .getJsonObject("logprobs")
        .getJsonArray("text_offset");
  }

  @Test
  void offsetsGoOnFromPieceToPieceAndEachChoiceHasItsOwn() {
    TextShapes shapes = new TextShapes(new ReplyHead("cmpl-1", "pebble"));
    List<ChosenToken> first = List.of(token("The"), token(" "));
    assertThat(offsets(shapes.piece(0, "The ", first))).containsExactly(0, 3);
    assertThat(offsets(shapes.piece(0, "cap", List.of(token("cap"))))).containsExactly(4);
    assertThat(offsets(shapes.piece(1, "The ", first))).containsExactly(0, 3);
    assertThat(offsets(shapes.piece(0, "ital", List.of(token("ital"))))).containsExactly(7);
  }
}
