package io.peerz.node.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.inference.sample.SamplingParams;
import io.peerz.inference.text.ChatMessage;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ModelVoiceTest {
  private static ModelVoice voice;

  @BeforeAll
  static void open() {
    voice = ModelVoice.open(Path.of("../models/pebble-1.6m"));
  }

  @AfterAll
  static void close() {
    voice.close();
  }

  @Test
  void aConversationBecomesTheTokensThatTheModelWasTrainedOn() {
    List<Integer> tokens = voice.encode(new Prompt.Chat(List.of(new ChatMessage("user", "hi"))));
    assertThat(tokens).hasSizeGreaterThan(4).contains((int) 'h', (int) 'i');
    assertThat(voice.stopTokens()).isEqualTo(Set.of(252));
  }

  @Test
  void aPromptThatLeavesNoRoomForAnAnswerIsTooLong() {
    Prompt prompt = new Prompt.Plain("x".repeat(voice.context()));
    assertThatThrownBy(() -> voice.encode(prompt))
        .isInstanceOfSatisfying(
            PeerzException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PROMPT_TOO_LONG))
        .hasMessageContaining(String.valueOf(voice.context()));
  }

  @Test
  void toolsAreRefusedWhereTheTemplateKnowsNone() {
    ToolUse.Tool tool = new ToolUse.Tool("clock", "{}", "{}");
    List<ChatMessage> messages = List.of(new ChatMessage("user", "hi"));
    Prompt offered = new Prompt.Chat(messages, new ToolUse(List.of(tool), false, true));
    assertThatThrownBy(() -> voice.encode(offered))
        .isInstanceOfSatisfying(
            UnservedByModel.class, e -> assertThat(e.param()).isEqualTo("tools"))
        .hasMessageContaining("pebble-1.6m knows no tools");
    ChatMessage answer = new ChatMessage("tool", "7", List.of(), Optional.of("call_1"));
    assertThatThrownBy(() -> voice.encode(new Prompt.Chat(List.of(answer))))
        .isInstanceOf(UnservedByModel.class);
  }

  @Test
  void theModelAnswersToItsNameAndToItsId() {
    assertThat(voice.isNamed("pebble-1.6m")).isTrue();
    assertThat(voice.isNamed(voice.modelId().hex())).isTrue();
    assertThat(voice.isNamed("pebble")).isFalse();
  }

  @Test
  void whatIsSaidEndsBeforeAStopStringAndIsNeverHalfACharacter() {
    StringBuilder heard = new StringBuilder();
    TextListener listener =
        new TextListener() {
          @Override
          public void onText(String piece) {
            heard.append(piece);
          }

          @Override
          public boolean cancelled() {
            return false;
          }
        };
    GenerationJob job =
        new GenerationJob("", new Prompt.Plain(""), SamplingParams.greedy(1), List.of("STOP"));
    Speaker speaker = new Speaker(voice, job, listener);
    int index = 0;
    for (byte part : "héllo STOP and more".getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
      if (!speaker.onToken(part & 0xff, index++)) {
        break;
      }
    }
    assertThat(speaker.finish(io.peerz.inference.session.FinishReason.CANCELLED)).isEqualTo("stop");
    assertThat(heard.toString()).isEqualTo(speaker.text()).isEqualTo("héllo ");
  }
}
