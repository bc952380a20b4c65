package io.peerz.finetune.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.peerz.finetune.data.Examples;
import io.peerz.inference.engine.EngineConfig;
import io.peerz.inference.engine.exact.ExactEngine;
import io.peerz.inference.generate.LocalGenerator;
import io.peerz.inference.weights.ModelFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An adapter of ours in Python's PEFT: what HuggingFace's model says with it, and what ours says.
 * The logits beside the adapter were made by {@code src/test/python/peft_logits.py}; where Python
 * with PEFT is at hand they are made anew.
 */
class PeftParityTest {
  private static final Path ADAPTER = Path.of("src/test/resources/peft");
  private static final Path SCRIPT = Path.of("src/test/python/peft_logits.py");
  private static final double MOST_APART = 1e-4;
  private static final long PATIENCE_SECONDS = 300;

  private final ModelFolder pebble = ModelFolder.open(Examples.PEBBLE);

  @TempDir Path folder;

  /** What PEFT says after a prompt. */
  private record Answer(List<Integer> tokens, List<Double> logits) {
    static List<Answer> of(JsonNode list) {
      List<Answer> answers = new ArrayList<>();
      for (JsonNode one : list) {
        answers.add(
            new Answer(
                numbers(one.path("tokens")).stream().map(Double::intValue).toList(),
                numbers(one.path("logits"))));
      }
      return answers;
    }

    private static List<Double> numbers(JsonNode list) {
      List<Double> numbers = new ArrayList<>();
      list.forEach(number -> numbers.add(number.asDouble(Double.NaN)));
      return numbers;
    }
  }

  @Test
  void ourEngineSaysWhatPeftSaysWithAnAdapterOfOurs() throws IOException {
    assertThatWeAgree("the committed logits", expected(), PeftAdapter.read(ADAPTER), MOST_APART);
  }

  @Test
  void anotherAdapterSaysSomethingElse() throws IOException {
    PeftAdapter ours = PeftAdapter.read(ADAPTER);
    PeftAdapter none = new PeftAdapter(ours.config(), ours.weights().zeros(), ours.lineage());

    assertThat(apart(expected().getFirst(), none)).isGreaterThan(100 * MOST_APART);
  }

  @Test
  void pythonsPeftLoadsWhatWeWriteToday() throws Exception {
    String python = python().orElseGet(() -> abort("no Python with torch, transformers and peft"));
    PeftAdapter adapter = PeftAdapter.read(ADAPTER);
    adapter.write(folder, "pebble-1.6m");
    List<String> command =
        new ArrayList<>(
            List.of(python, SCRIPT.toString(), Examples.PEBBLE.toString(), folder.toString()));
    for (Answer answer : expected()) {
      command.add(answer.tokens().stream().map(String::valueOf).collect(Collectors.joining(",")));
    }

    String said = run(command);

    List<Answer> fresh = Answer.of(JsonMapper.shared().readTree(said));
    assertThat(fresh).hasSameSizeAs(expected());
    assertThatWeAgree("PEFT today", fresh, adapter, MOST_APART);
  }

  private static List<Answer> expected() throws IOException {
    return Answer.of(
        JsonMapper.shared().readTree(Files.readString(ADAPTER.resolve("logits.json"))));
  }

  private void assertThatWeAgree(
      String with, List<Answer> answers, PeftAdapter adapter, double mostApart) {
    double most = answers.stream().mapToDouble(answer -> apart(answer, adapter)).max().orElse(1);
    System.out.printf(
        "PEFT parity with %s: float32 max relative error %.2e over %d prompts%n",
        with, most, answers.size());
    assertThat(most).isLessThan(mostApart);
  }

  /** Largest difference of a logit as a share of the largest logit. */
  private double apart(Answer answer, PeftAdapter adapter) {
    float[] ours = logits(answer.tokens().stream().mapToInt(Integer::intValue).toArray(), adapter);
    assertThat(ours).hasSize(answer.logits().size());
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < ours.length; i++) {
      largest = Math.max(largest, Math.abs(answer.logits().get(i)));
      difference = Math.max(difference, Math.abs(ours[i] - answer.logits().get(i)));
    }
    return difference / largest;
  }

  private float[] logits(int[] tokens, PeftAdapter adapter) {
    int layers = pebble.config().geometry().layers();
    try (ExactEngine engine =
        new ExactEngine(pebble.loadLayers(0, layers), EngineConfig.defaults())) {
      return new LocalGenerator(
              List.of(engine),
              List.of(
                  Optional.of(
                      ServedAdapter.of(
                          adapter.config(), adapter.weights(), pebble.config(), 0, layers))))
          .logits(tokens);
    }
  }

  /** The interpreter that is named, or the one on the path, if it has what the script needs. */
  private static Optional<String> python() throws Exception {
    String named = System.getenv().getOrDefault("PEERZ_PYTHON", "python3");
    Process probe;
    try {
      probe =
          new ProcessBuilder(named, "-c", "import torch, transformers, peft")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException missing) {
      return Optional.empty();
    }
    boolean found = probe.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && probe.exitValue() == 0;
    return found ? Optional.of(named) : Optional.empty();
  }

  private String run(List<String> command) throws Exception {
    Path out = folder.resolve("said.json");
    Path err = folder.resolve("errors.log");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(err, StandardCharsets.UTF_8)).isZero();
    return Files.readString(out, StandardCharsets.UTF_8);
  }
}
