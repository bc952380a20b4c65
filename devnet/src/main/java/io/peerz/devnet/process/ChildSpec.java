package io.peerz.devnet.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * How to start a child process.
 *
 * @param command program and arguments; secrets have no place here, everyone on the machine can
 *     read them
 * @param environment variables set for the child
 * @param hidden variables of ours that the child must not see
 * @param log file that receives its standard output and error
 */
public record ChildSpec(
    String name,
    List<String> command,
    Map<String, String> environment,
    Predicate<String> hidden,
    Path log) {
  public ChildSpec {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  public static ChildSpec of(String name, List<String> command, Path log) {
    return new ChildSpec(name, command, Map.of(), variable -> false, log);
  }
}
