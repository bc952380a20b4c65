package io.peerz.devnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.ParameterException;

/** What a reader copies out of the pages is something that the program understands. */
class DocumentedCommandsTest {
  private static final Path DIST = Path.of("..");
  private static final Pattern SHELL_BLOCK = Pattern.compile("(?ms)^```sh\\n(.*?)^```");
  private static final Pattern COMMAND =
      Pattern.compile("(?m)^\\s*(?:[A-Z_]+=\\S+ )*\\./peerz\\b(.*)$");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

  @Test
  void everyCommandOfThePagesParses() throws IOException {
    List<String> commands = new ArrayList<>();
    for (Path page : pages()) {
      commands.addAll(commandsOf(Files.readString(page)));
    }
    assertThat(commands).isNotEmpty();
    for (String command : commands) {
      assertThatCode(() -> Main.commandLine().parseArgs(words(command)))
          .as("./peerz " + command)
          .doesNotThrowAnyException();
    }
  }

  @Test
  void aMistypedCommandIsNoticed() {
    assertThatThrownBy(() -> Main.commandLine().parseArgs(words("devnet upp")))
        .isInstanceOf(ParameterException.class);
    assertThat(commandsOf("```sh\nPEERZ_HOME=x ./peerz demo  # all of it\n```\n"))
        .containsExactly("demo");
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.walk(DIST.resolve("docs"))) {
      return Stream.concat(
              Stream.of("README.md", "CONTRIBUTING.md").map(DIST::resolve),
              docs.filter(page -> page.toString().endsWith(".md")))
          .toList();
    }
  }

  private static List<String> commandsOf(String page) {
    List<String> commands = new ArrayList<>();
    Matcher block = SHELL_BLOCK.matcher(page);
    while (block.find()) {
      Matcher command = COMMAND.matcher(block.group(1));
      while (command.find()) {
        commands.add(command.group(1).replaceFirst("\\s#.*|[|>&].*", "").strip());
      }
    }
    return commands;
  }

  private static String[] words(String command) {
    return WORD.matcher(command)
        .results()
        .map(word -> Arrays.asList(word.group(1), word.group(2), word.group(3)))
        .map(groups -> groups.stream().filter(g -> g != null).findFirst().orElseThrow())
        .toArray(String[]::new);
  }
}
