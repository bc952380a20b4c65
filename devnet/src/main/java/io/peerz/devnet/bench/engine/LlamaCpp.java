package io.peerz.devnet.bench.engine;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** llama.cpp as prebuilt binaries from npm, with a small driver. */
final class LlamaCpp {
  static final String NAME = "llama.cpp";
  static final String PACKAGE = "@node-llama-cpp/linux-x64";
  static final String VERSION = "3.22.1";
  private static final String DRIVER = "llama.mjs";

  private final Path folder;

  /** The folder keeps the package between runs. */
  LlamaCpp(Path folder) {
    this.folder = folder.resolve("llama.cpp-" + VERSION);
  }

  /** Fetches the package the first time; no script of it is run. */
  void install() {
    try {
      Files.createDirectories(folder);
      try (InputStream driver = LlamaCpp.class.getResourceAsStream(DRIVER)) {
        Files.copy(driver, folder.resolve(DRIVER), StandardCopyOption.REPLACE_EXISTING);
      }
      if (Files.isDirectory(packageFolder())) {
        return;
      }
      List<String> command =
          List.of(
              "npm",
              "install",
              "--ignore-scripts",
              "--no-audit",
              "--no-fund",
              "--prefix",
              folder.toString(),
              PACKAGE + "@" + VERSION);
      Path log = folder.resolve("npm.log");
      int code =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start()
              .waitFor();
      if (code != 0) {
        throw new PeerzException(ErrorCode.IO, "npm could not install llama.cpp; see " + log);
      }
    } catch (IOException e) {
      throw new PeerzException(
          ErrorCode.IO, "cannot install llama.cpp into " + folder + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeerzException(ErrorCode.CANCELLED, "the installation was interrupted", e);
    }
  }

  private Path packageFolder() {
    return folder.resolve("node_modules").resolve(PACKAGE);
  }

  Contender start(BenchShape shape, Format format, int threads, int sequences, int positions) {
    Path file = folder.resolve(shape.name() + "-" + format.label() + ".gguf");
    try {
      RandomGguf.write(file, shape, format);
      List<String> command =
          List.of(
              "node",
              folder.resolve(DRIVER).toString(),
              packageFolder().toString(),
              file.toString(),
              Integer.toString(threads),
              Integer.toString(sequences),
              Integer.toString(positions));
      Contender contender = new Contender(NAME, command, folder.resolve("errors.log"));
      Files.delete(file); // the process has it mapped
      return contender;
    } catch (IOException e) {
      throw new PeerzException(
          ErrorCode.IO, "cannot write " + file + " for llama.cpp: " + e.getMessage(), e);
    }
  }
}
