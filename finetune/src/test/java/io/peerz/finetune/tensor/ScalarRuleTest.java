package io.peerz.finetune.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Reads the compiled module: what gradients must never meet, and who may meet the engine at all.
 */
class ScalarRuleTest {
  private static final Path CLASSES = Path.of("target", "classes");
  private static final Set<String> DANGEROUS = Set.of("mul", "div", "pow", "muli", "divi", "powi");

  private record Call(String caller, String owner, String method, String descriptor) {}

  @Test
  void noCodeMultipliesDividesOrRaisesATensorByAJavaNumber() throws IOException {
    List<Call> calls = calls(CLASSES);

    assertThat(calls).anyMatch(call -> call.owner().startsWith("ai/djl/"));
    assertThat(calls).filteredOn(ScalarRuleTest::usesAfterFree).isEmpty();
  }

  @Test
  void theScanFindsThePlantedCall() throws IOException {
    assertThat(calls(Path.of("target", "test-classes")))
        .filteredOn(ScalarRuleTest::usesAfterFree)
        .extracting(Call::caller)
        .containsOnly("io/peerz/finetune/tensor/PlantedScalarCall");
  }

  @Test
  void onlyTheTensorPackageTouchesTheEngine() throws IOException {
    assertThat(calls(CLASSES))
        .filteredOn(call -> call.owner().startsWith("ai/djl/"))
        .extracting(Call::caller)
        .allMatch(caller -> caller.startsWith("io/peerz/finetune/tensor/"));
  }

  private static boolean usesAfterFree(Call call) {
    return call.owner().startsWith("ai/djl/")
        && DANGEROUS.contains(call.method())
        && call.descriptor().startsWith("(Ljava/lang/Number;)");
  }

  private static List<Call> calls(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".class"))
          .flatMap(ScalarRuleTest::callsOf)
          .toList();
    }
  }

  private static Stream<Call> callsOf(Path file) {
    try {
      ClassModel model = ClassFile.of().parse(file);
      String caller = model.thisClass().asInternalName();
      return model.methods().stream()
          .flatMap(method -> method.code().stream())
          .flatMap(code -> code.elementStream())
          .filter(InvokeInstruction.class::isInstance)
          .map(InvokeInstruction.class::cast)
          .map(
              call ->
                  new Call(
                      caller,
                      call.owner().asInternalName(),
                      call.name().stringValue(),
                      call.type().stringValue()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
