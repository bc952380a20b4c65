package io.peerz.inference.engine.djl;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * DJL and the runtime's library each tell their makers of a process that loads them, and the
 * library's reporter crashes where the command line is longer than 4 kB. The library asks the C
 * environment before it begins, so the answer must be there before it is loaded; Java can only set
 * it through C.
 */
final class Telemetry {
  private static final String OF_DJL = "OPT_OUT_TRACKING";
  private static final String NO_DOWNLOADS = "ai.djl.offline";
  private static final String OF_THE_LIBRARY = "ORT_DISABLE_TELEMETRY";
  private static final String OFF = "1";
  private static final int REPLACE = 1;

  private Telemetry() {}

  /** Before the first use of either; C is left alone where it has no such environment. */
  @SuppressWarnings("restricted") // a call of two strings that outlive it
  static void switchOff() {
    System.setProperty(OF_DJL, "true");
    System.setProperty(NO_DOWNLOADS, "true");
    Linker linker = Linker.nativeLinker();
    Optional<MemorySegment> setenv = linker.defaultLookup().find("setenv");
    if (setenv.isEmpty()) {
      return;
    }
    FunctionDescriptor shape =
        FunctionDescriptor.of(
            ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
    try (Arena arena = Arena.ofConfined()) {
      int failed =
          (int)
              linker
                  .downcallHandle(setenv.get(), shape)
                  .invokeExact(
                      arena.allocateFrom(OF_THE_LIBRARY), arena.allocateFrom(OFF), REPLACE);
      if (failed != 0) {
        throw new IllegalStateException("the environment is full");
      }
    } catch (Throwable e) {
      throw new PeerzException(
          ErrorCode.BUG, "cannot keep the fast engine from reporting to its maker", e);
    }
  }
}
