package io.peerz.devnet.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The classes that a node loads, kept ready to use in one file (JEP 483), so that the processes of
 * later networks start in half the time. One node of the first network records them; when that
 * network has stopped, {@link #make} turns the recording into the cache. Without it everything
 * works, only slower; a JVM that finds it unfit goes on without it.
 */
public final class StartCache {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String PLACE = "peerz.start.cache";

  private final Optional<Path> file;

  private StartCache(Optional<Path> file) {
    this.file = file;
  }

  /** Where the program was started without a place for it, there is none. */
  public static StartCache here() {
    String place = System.getProperty(PLACE, "");
    return new StartCache(place.isEmpty() ? Optional.empty() : Optional.of(Path.of(place)));
  }

  /** Flags of a process that uses the cache, or, where there is none yet, may record for it. */
  List<String> flags(boolean mayRecord) {
    if (file.isEmpty()) {
      return List.of();
    }
    if (Files.exists(file.get())) {
      return quiet("-XX:AOTCache=" + file.get());
    }
    return mayRecord
        ? quiet("-XX:AOTMode=record", "-XX:AOTConfiguration=" + recording(file.get()))
        : List.of();
  }

  private static List<String> quiet(String... flags) {
    List<String> all = new ArrayList<>(List.of(flags));
    all.addAll(List.of("-Xlog:aot=off", "-Xlog:cds=off"));
    return all;
  }

  /** Makes the cache if a recording waits for it; call it when the recorder has ended. */
  public void make() {
    if (file.isEmpty() || Files.notExists(recording(file.get()))) {
      return;
    }
    Path cache = file.get();
    Path half = cache.resolveSibling(cache.getFileName() + "." + ProcessHandle.current().pid());
    try {
      if (create(recording(cache), half)) {
        Files.move(half, cache, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      // Nothing is lost but speed; the next network records again.
    } finally {
      deleteQuietly(half);
      deleteQuietly(recording(cache));
    }
  }

  private static boolean create(Path recording, Path cache) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(PeerzProgram.java());
    command.addAll(
        quiet("-XX:AOTMode=create", "-XX:AOTConfiguration=" + recording, "-XX:AOTCache=" + cache));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      process.destroyForcibly();
    }
  }

  private static Path recording(Path cache) {
    return cache.resolveSibling(cache.getFileName() + "conf");
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      file.toFile().deleteOnExit();
    }
  }
}
