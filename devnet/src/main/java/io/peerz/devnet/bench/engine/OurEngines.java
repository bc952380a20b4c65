package io.peerz.devnet.bench.engine;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts processes with our engines; the folder keeps what the fast one loads. */
final class OurEngines {
  static final String EXACT = "exact engine";
  static final String FAST = "fast engine";

  private final BenchShape shape;
  private final int threads;
  private final Path folder;

  OurEngines(BenchShape shape, int threads, Path folder) {
    this.shape = shape;
    this.threads = threads;
    this.folder = folder;
  }

  Contender exact(Format format) {
    List<String> command = java("-Xmx9g");
    command.add("-XX:+UseTransparentHugePages");
    command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    command.add("-Djdk.incubator.vector.VECTOR_ACCESS_OOB_CHECK=0");
    program(command, ExactContender.class, format);
    return new Contender(EXACT, command, folder.resolve("exact-errors.log"));
  }

  /** A process before it writes the weights where they are missing, and warms the disk's cache. */
  Contender fast(Format format) {
    Path weights = folder.resolve("fast-" + shape.name() + "-" + format.label());
    Path log = folder.resolve("fast-errors.log");
    create(weights);
    new Contender(FAST, fast(format, weights, "-Xmx3g"), log).close();
    return new Contender(FAST, fast(format, weights, "-Xmx256m"), log);
  }

  private static void create(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new PeerzException(ErrorCode.IO, "cannot make " + folder + ": " + e.getMessage(), e);
    }
  }

  private List<String> fast(Format format, Path weights, String heap) {
    List<String> command = java(heap);
    program(command, FastContender.class, format);
    command.add(weights.toString());
    return command;
  }

  private static List<String> java(String heap) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", heap, "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    return command;
  }

  private void program(List<String> command, Class<?> main, Format format) {
    command.addAll(
        List.of(main.getName(), shape.name(), format.label(), Integer.toString(threads)));
  }
}
