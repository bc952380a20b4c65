package io.peerz.finetune.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Map;

/**
 * Makes OpenMP's idle threads sleep instead of spin. Spinning costs a node that shares its cores a
 * factor of five and more. The library reads the environment once, while it loads, so this must
 * come before the engine.
 */
final class OpenMpEnvironment {
  private static final Map<String, String> WANTED =
      Map.of("OMP_WAIT_POLICY", "PASSIVE", "GOMP_SPINCOUNT", "0");

  private OpenMpEnvironment() {}

  /**
   * What the operator has set in the environment wins. A platform without {@code setenv} is left as
   * it is.
   */
  @SuppressWarnings("restricted") // the engine itself already needs native access
  static void apply() {
    Linker linker = Linker.nativeLinker();
    linker
        .defaultLookup()
        .find("setenv")
        .ifPresent(address -> setAll(linker.downcallHandle(address, signature())));
  }

  private static FunctionDescriptor signature() {
    return FunctionDescriptor.of(
        ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
  }

  private static void setAll(MethodHandle setenv) {
    try (Arena arena = Arena.ofConfined()) {
      for (Map.Entry<String, String> entry : WANTED.entrySet()) {
        set(setenv, arena.allocateFrom(entry.getKey()), arena.allocateFrom(entry.getValue()));
      }
    }
  }

  private static void set(MethodHandle setenv, MemorySegment name, MemorySegment value) {
    try {
      int keepExisting = 0;
      int ignored = (int) setenv.invokeExact(name, value, keepExisting);
    } catch (Throwable e) {
      throw new IllegalStateException("could not set the OpenMP wait policy", e);
    }
  }
}
