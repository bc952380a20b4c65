package io.peerz.devnet.network;

import io.peerz.devnet.process.ChildSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** This very program, started again as a child: same Java, same class path, a small heap. */
final class PeerzProgram {
  private static final String MAIN = "io.peerz.devnet.Main";
  private static final String DIST = "peerz.home.dist";
  private static final String RECORDER = NodePlan.halves(1, 2).getFirst().name();
  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-Xmx96m",
          "-XX:ReservedCodeCacheSize=64m",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "--add-modules",
          "jdk.incubator.vector");

  private final Path home;
  private final List<String> properties;

  /**
   * @param home data folder of the children
   */
  PeerzProgram(Path home) {
    this(home, List.of());
  }

  private PeerzProgram(Path home, List<String> properties) {
    this.home = home;
    this.properties = properties;
  }

  /** The same with more flags of the JVM, which all set properties. */
  PeerzProgram with(List<String> more) {
    return new PeerzProgram(home, more);
  }

  /**
   * @param settings by the names they have in the environment; secrets are named by their files
   *     only
   */
  ChildSpec run(String name, Path log, List<String> arguments, Map<String, String> settings) {
    List<String> command = new ArrayList<>();
    command.addAll(java());
    command.addAll(StartCache.here().flags(name.equals(RECORDER)));
    command.addAll(List.of("-D" + DIST + "=" + System.getProperty(DIST, "")));
    command.addAll(properties);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN));
    command.addAll(arguments);
    Map<String, String> environment = new HashMap<>(settings);
    environment.put("PEERZ_HOME", home.toString());
    // A setting of the person who started us must not change what the network does.
    return new ChildSpec(name, command, environment, v -> v.startsWith("PEERZ_"), log);
  }

  /** The Java that runs this program, with the flags that its children and their cache share. */
  static List<String> java() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    return command;
  }
}
