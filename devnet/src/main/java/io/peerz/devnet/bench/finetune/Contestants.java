package io.peerz.devnet.bench.finetune;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** One child process, driven line by line. */
final class Contestants implements AutoCloseable {
  /** A step's loss and its seconds. */
  record Step(double loss, double seconds) {}

  private final String name;
  private final Process process;
  private final BufferedWriter to;
  private final BufferedReader from;

  private Contestants(String name, Process process) {
    this.name = name;
    this.process = process;
    this.to =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    this.from =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Starts it with the heap that a node has, and waits until its model is loaded. */
  static Contestants start(TrainingShape shape, String who, int threads) {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-Xmx384m",
            "--add-modules",
            "jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            ContestantProcess.class.getName(),
            shape.word(),
            who,
            Integer.toString(threads));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      Contestants started = new Contestants(who + " " + shape.word(), process);
      started.answer();
      return started;
    } catch (IOException e) {
      throw new PeerzException(ErrorCode.IO, "cannot run " + command.getFirst(), e);
    }
  }

  Step step() {
    String[] parts = ask(ContestantProcess.STEP).split(" ", 2);
    return new Step(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]));
  }

  /** Peak resident memory, MB of a million bytes. */
  double peakMegabytes() {
    return Long.parseLong(ask(ContestantProcess.PEAK)) * 1024 / 1e6;
  }

  /** Multiply-accumulates per second of a large matrix product. */
  double macsPerSecond() {
    return Double.parseDouble(ask(ContestantProcess.RATE));
  }

  private String ask(String question) {
    try {
      to.write(question);
      to.newLine();
      to.flush();
      return answer();
    } catch (IOException e) {
      throw new PeerzException(ErrorCode.IO, name + " is gone: " + e.getMessage(), e);
    }
  }

  private String answer() throws IOException {
    String line = from.readLine();
    while (line != null && !line.startsWith(ContestantProcess.ANSWER)) {
      line = from.readLine();
    }
    if (line == null) {
      throw new PeerzException(
          ErrorCode.OUT_OF_MEMORY, name + " ended early; is there enough memory for it?");
    }
    return line.substring(ContestantProcess.ANSWER.length());
  }

  @Override
  public void close() {
    process.destroy();
  }
}
