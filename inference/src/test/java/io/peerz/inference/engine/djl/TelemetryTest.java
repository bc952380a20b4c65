package io.peerz.inference.engine.djl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The runtime tells nobody that it runs, and starts behind any command line. */
class TelemetryTest {
  private static final int LONGER_THAN_ITS_REPORTER_BEARS = 6000;

  /** The test's other process. */
  @SuppressWarnings("restricted") // reads one string of C
  public static void main(String[] args) throws Throwable {
    OnnxRuntime.start(1).close();
    Linker linker = Linker.nativeLinker();
    MemorySegment getenv = linker.defaultLookup().find("getenv").orElseThrow();
    MemorySegment value =
        (MemorySegment)
            linker
                .downcallHandle(
                    getenv, FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS))
                .invokeExact(Arena.global().allocateFrom("ORT_DISABLE_TELEMETRY"));
    System.out.println("library off: " + value.reinterpret(2).getString(0));
    System.out.println("DJL off: " + System.getProperty("OPT_OUT_TRACKING"));
  }

  @Test
  void theRuntimeStartsSilentAndBehindALongCommandLine() throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            TelemetryTest.class.getName(),
            "x".repeat(LONGER_THAN_ITS_REPORTER_BEARS));
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.redirectErrorStream(true);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).contains("library off: 1", "DJL off: true");
  }
}
