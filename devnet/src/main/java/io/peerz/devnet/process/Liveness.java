package io.peerz.devnet.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a process really runs: a zombie that nobody reaps still has an id, but it is dead. */
final class Liveness {
  private Liveness() {}

  static boolean isAlive(ProcessHandle handle) {
    return handle.isAlive() && !isZombie(handle.pid());
  }

  // Linux: "pid (name) S ..."; the name may hold blanks and brackets, so look behind the last one.
  private static boolean isZombie(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
    } catch (IOException noProcFolder) {
      return false;
    }
  }
}
