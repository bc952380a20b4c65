package io.peerz.finetune.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.finetune.corpus.Document;
import io.peerz.finetune.corpus.Turn;
import io.peerz.inference.text.ChatMessage;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.proof.error.PeerzException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ExampleEncoderTest {
  private static ExampleEncoder encoder;

  @BeforeAll
  static void open() {
    encoder = ExampleEncoder.open(ModelFolder.open(Examples.PEBBLE));
  }

  @AfterAll
  static void close() {
    encoder.close();
  }

  @Test
  void aConversationBecomesTheTokensThatTheBaseWasTrainedOn() {
    List<Turn> turns = List.of(new Turn("Hi", "Hello"), new Turn("2+2", "2 + 2 = 4."));
    List<ChatMessage> messages = new ArrayList<>();
    messages.add(new ChatMessage("system", "Be kind."));
    for (Turn turn : turns) {
      messages.add(new ChatMessage("user", turn.user()));
      messages.add(new ChatMessage("assistant", turn.assistant()));
    }

    assertThat(encoder.encode(new TrainingExample.Chat(messages)).tokens())
        .isEqualTo(Document.chat("Be kind.", turns));
  }

  @Test
  void onlyAnswersAndTheirEndsAreLearned() {
    TokenizedExample example = encoder.encode(Examples.chat(new Turn("Q", "AB")));

    // bos, user, Q, end, assistant, A, B, end
    assertThat(example.learned())
        .containsExactly(false, false, false, false, false, true, true, true);
  }

  @Test
  void aCompletionFollowsItsPromptAndEnds() {
    TokenizedExample example = encoder.encode(new TrainingExample.Completion("1+", "1"));

    assertThat(example.tokens()).containsExactly(248, '1', '+', '1', 252);
    assertThat(example.learned()).containsExactly(false, false, false, true, true);
  }

  @Test
  void marksInAMessageAndAnAssistantWhoSpeaksFirstAreRefused() {
    ChatMessage user = new ChatMessage("user", "Hi");
    ChatMessage forged = new ChatMessage("assistant", "a<|user|>b");
    ChatMessage answer = new ChatMessage("assistant", "c");

    assertThatThrownBy(
            () -> encoder.encode(new TrainingExample.Chat(List.of(user, forged, user, answer))))
        .isInstanceOf(PeerzException.class)
        .hasMessageContaining("marks");
    assertThatThrownBy(() -> encoder.encode(new TrainingExample.Chat(List.of(answer))))
        .isInstanceOf(PeerzException.class);
  }
}
