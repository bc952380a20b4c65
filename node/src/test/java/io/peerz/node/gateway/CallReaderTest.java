package io.peerz.node.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.inference.text.ToolCall;
import io.peerz.inference.text.ToolSyntax;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CallReaderTest {
  private static final String CLOCK =
      "<tool_call>\n{\"name\": \"clock\", \"arguments\": {\"zone\": \"UTC\"}}\n</tool_call>";
  private static final ToolUse.Tool TOOL = new ToolUse.Tool("clock", "{}", "{}");

  private final StringBuilder text = new StringBuilder();
  private final List<ToolCall> calls = new ArrayList<>();

  private CallReader reader(ToolSyntax syntax, boolean forced, boolean several) {
    ToolUse use = new ToolUse(List.of(TOOL), forced, several);
    return new CallReader(syntax, use, text::append, calls::add);
  }

  /** However the answer is cut, the same text and the same calls are heard. */
  private void hear(CallReader reader, String answer, int pieceChars) {
    for (int from = 0; from < answer.length(); from += pieceChars) {
      reader.add(answer.substring(from, Math.min(answer.length(), from + pieceChars)));
    }
    reader.finish();
  }

  @Property(tries = 40)
  void callsAmidTextAreFoundHoweverTheAnswerIsCut(@ForAll @IntRange(min = 1, max = 60) int chars) {
    text.setLength(0);
    calls.clear();
    hear(reader(ToolSyntax.TAGGED, false, true), "Let me <see>.\n" + CLOCK + "\n" + CLOCK, chars);
    assertThat(text.toString()).isEqualTo("Let me <see>.");
    assertThat(calls).hasSize(2).allSatisfy(call -> assertThat(call.name()).isEqualTo("clock"));
    assertThat(calls.getFirst().arguments()).isEqualTo("{\"zone\":\"UTC\"}");
    assertThat(calls).extracting(ToolCall::id).doesNotHaveDuplicates();
  }

  @Test
  void anAnswerWithoutCallsIsSaidAsItIs() {
    hear(reader(ToolSyntax.TAGGED, false, true), "a < b <tool \n", 1);
    assertThat(text.toString()).isEqualTo("a < b <tool \n");
    assertThat(calls).isEmpty();
  }

  @Test
  void whatIsNoCallOfAnOfferedToolStaysText() {
    String broken = "<tool_call>{\"name\": \"clock\"</tool_call>";
    String unknown = "<tool_call>{\"name\": \"rm\", \"arguments\": {}}</tool_call>";
    hear(reader(ToolSyntax.TAGGED, false, true), broken + unknown, 3);
    assertThat(text.toString()).isEqualTo(broken + unknown);
    assertThat(calls).isEmpty();
  }

  @Test
  void oneCallIsEnoughWhereOnlyOneIsWanted() {
    CallReader reader = reader(ToolSyntax.TAGGED, false, false);
    reader.add("so ");
    assertThat(reader.enough()).isFalse();
    reader.add(CLOCK);
    assertThat(reader.enough()).isTrue();
  }

  @Test
  void aForcedCallIsTheWholeAnswerWithoutItsTags() {
    hear(reader(ToolSyntax.TAGGED, true, false), "{\"name\": \"clock\", \"arguments\": {}}", 5);
    assertThat(calls).hasSize(1);
    assertThat(text).isEmpty();
  }

  @Test
  void aBareCallIsTheWholeAnswerAndTextIsNot() {
    hear(reader(ToolSyntax.BARE, false, true), " {\"name\":\"clock\",\"parameters\":{}}", 2);
    assertThat(calls).hasSize(1);
    assertThat(text).isEmpty();
    calls.clear();
    String plain = "It is {late}.";
    hear(reader(ToolSyntax.BARE, false, true), plain, 2);
    assertThat(text.toString()).isEqualTo(plain);
    assertThat(calls).isEmpty();
  }

  @Test
  void jsonThatIsNoCallIsSaid() {
    hear(reader(ToolSyntax.BARE, false, true), "{\"capital\": \"Pike\"}", 4);
    assertThat(text.toString()).isEqualTo("{\"capital\": \"Pike\"}");
  }
}
