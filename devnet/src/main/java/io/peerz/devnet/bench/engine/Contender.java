package io.peerz.devnet.bench.engine;

import io.peerz.devnet.bench.Memory;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;

/** A process that answers each {@link Question} with "tokens nanoseconds". */
final class Contender implements AutoCloseable {
  private final String name;
  private final Process process;
  private final Writer questions;
  private final BufferedReader answers;

  /** Starts the program and waits until it has loaded its weights. */
  Contender(String name, List<String> command, Path log) {
    this.name = name;
    try {
      process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    } catch (IOException e) {
      throw new PeerzException(ErrorCode.IO, "cannot start " + name + ": " + e.getMessage(), e);
    }
    questions = process.outputWriter();
    answers = process.inputReader();
    String first = read(log);
    if (!first.equals("ready")) {
      throw new PeerzException(ErrorCode.IO, name + " did not start: " + first + "; see " + log);
    }
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
