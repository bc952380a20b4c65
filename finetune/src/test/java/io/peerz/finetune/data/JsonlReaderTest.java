package io.peerz.finetune.data;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.inference.text.ChatMessage;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class JsonlReaderTest {
  private static final String GOOD =
      """
      {"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"}]}
      """;
  private static final JsonlLimits SMALL = new JsonlLimits(1000, 200, 3);

  @Example
  void bothOfOpenAisFormatsAreRead() throws IOException {
    String completion = "{\"prompt\":\"1+1=\",\"completion\":\"2\",\"extra\":7}";

    assertThat(read(GOOD + "\n" + completion, SMALL))
        .containsExactly(
            new TrainingExample.Chat(
                List.of(new ChatMessage("user", "Hi"), new ChatMessage("assistant", "Hello"))),
            new TrainingExample.Completion("1+1=", "2"));
  }

  @Example
  void everyComplaintNamesItsLineAndWhatIsWrong() {
    refused(GOOD + "{oops\n", "line 2: not JSON");
    refused(GOOD + "[]\n", "line 2: an object");
    refused("\n\n{\"prompt\":\"x\"}\n", "line 3: an object");
    refused("{\"prompt\":\"x\",\"completion\":\"\"}", "line 1: an empty completion");
    refused("{\"prompt\":1,\"completion\":\"y\"}", "line 1: 'prompt' must be a text");
    refused("{\"messages\":[]}", "line 1: 'messages' must be a list");
    refused("{\"messages\":[{\"role\":\"boss\",\"content\":\"x\"}]}", "line 1: role 'boss'");
    refused("{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}", "line 1: no assistant");
    refused("{\"messages\":[7]}", "line 1: 'role' must be a text");
  }

  @Example
  void anEmptyFileIsRefused() {
    refused("", "the data holds no example");
    refused("\n  \n", "the data holds no example");
  }

  @Example
  void sizesAreBounded() {
    refused(GOOD.repeat(4), "line 4: more than 3 examples");
    refused("{\"prompt\":\"" + "x".repeat(300) + "\"}", "line 1: longer than 200 bytes");
    refused((" ".repeat(150) + "\n").repeat(8), "line 7: the file is larger than 1000 bytes");
  }

  @Example
  void anotherEncodingIsNamedAsTheReason() {
    byte[] latin =
        "{\"prompt\":\"\u00fc\",\"completion\":\"x\"}".getBytes(StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> JsonlReader.read(new ByteArrayInputStream(latin), SMALL))
        .hasMessageStartingWith("line 1: not UTF-8");
  }

  @Example
  void aByteOrderMarkIsNoPartOfTheFirstLine() throws IOException {
    assertThat(read("\uFEFF" + GOOD, SMALL)).isEqualTo(read(GOOD, SMALL));
    refused(GOOD + "\uFEFF" + GOOD, "line 2: not JSON");
  }

  @Example
  void utf16IsNamedWithItsMarkAndWithoutIt() {
    for (Charset charset : List.of(UTF_16, UTF_16LE, UTF_16BE)) {
      assertThatThrownBy(
              () -> JsonlReader.read(new ByteArrayInputStream(GOOD.getBytes(charset)), SMALL))
          .as(charset.name())
          .hasMessageStartingWith("line 1: not UTF-8");
    }
  }

  @Example
  void moreThanOneObjectInALineIsRefused() {
    refused(GOOD.strip() + GOOD, "line 1: not JSON");
  }

  @Property(tries = 300)
  void anyTextIsReadOrRefusedByName(@ForAll String text) throws IOException {
    try {
      assertThat(read(text, SMALL)).isNotEmpty();
    } catch (PeerzException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST);
    }
  }

  private static List<TrainingExample> read(String text, JsonlLimits limits) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return JsonlReader.read(new ByteArrayInputStream(utf8), limits);
  }

  private static void refused(String text, String reason) {
    assertThatThrownBy(() -> read(text, SMALL))
        .isInstanceOf(PeerzException.class)
        .hasMessageStartingWith(reason);
  }
}
