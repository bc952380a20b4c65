package io.peerz.devnet.bench.engine;

import io.peerz.devnet.bench.Memory;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** A process that answers each {@link Question} with "tokens nanoseconds". */
final class Contender implements AutoCloseable {
  private static final String READY = "ready";

  private final String name;
  private final Process process;
  private final Writer questions;
  private final BufferedReader answers;
  private final long loadMillis;

  /** Starts the program and waits until it has loaded its weights. */
  Contender(String name, List<String> command, Path log) {
    this.name = name;
    try {
      Files.createDirectories(log.getParent());
      process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    } catch (IOException e) {
      throw new PeerzException(ErrorCode.IO, "cannot start " + name + ": " + e.getMessage(), e);
    }
    questions = process.outputWriter();
    answers = process.inputReader();
    String first = read(log);
    if (!first.startsWith(READY)) {
      throw new PeerzException(ErrorCode.IO, name + " did not start: " + first + "; see " + log);
    }
    String millis = first.substring(READY.length()).strip();
    loadMillis = millis.isEmpty() ? 0 : Long.parseLong(millis);
  }

  /**
   * The other side, where that is a Java program: says that it is ready, then answers each question
   * until there are no more.
   *
   * @param ready "ready", with the milliseconds of loading behind it where they are known
   */
  static void answer(String ready, Function<Question, String> answers) {
    System.out.println(ready);
    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
        .lines()
        .forEach(line -> System.out.println(answers.apply(Question.parse(line))));
  }

  String name() {
    return name;
  }

  /** What loading took; 0 where the program does not tell. */
  long loadMillis() {
    return loadMillis;
  }

  private String read(Path log) {
    try {
      String line = answers.readLine();
      if (line == null) {
        throw new PeerzException(ErrorCode.IO, name + " ended early; its errors are in " + log);
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  double tokensPerSecond(Question question) {
    try {
      questions.write(question.line() + "\n");
      questions.flush();
      String answer = answers.readLine();
      if (answer == null) {
        throw new PeerzException(ErrorCode.IO, name + " ended at the question " + question.line());
      }
      String[] words = answer.split(" ", -1);
      return Double.parseDouble(words[0]) * 1e9 / Double.parseDouble(words[1]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  double residentMib() {
    return Memory.residentMib(process.pid());
  }

  /** Ends the process and waits for it: the next contender needs its memory. */
  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
