package io.peerz.inference.weights;

import io.peerz.inference.model.Experts;
import io.peerz.inference.model.ModelConfig;
import io.peerz.inference.model.RopeScaling;
import io.peerz.inference.model.Variations;
import io.peerz.inference.model.Windows;
import io.peerz.proof.id.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Everything that decides what a model says beside its weights, tokenizer and geometry, as one text
 * in one order: two folders of one model id compute the same bits and end answers at the same
 * tokens. Numbers are written in hexadecimal, which keeps every bit.
 */
final class CanonicalConfig {
  private static final String VERSION = "peerz/configuration/1";

  private final StringBuilder text = new StringBuilder(VERSION).append('\n');

  private CanonicalConfig() {}

  /**
   * @param chatTemplate digest of what turns a conversation into a prompt, where there is one
   */
  static String text(
      ModelConfig config, Collection<Integer> stopTokens, Optional<Digest> chatTemplate) {
    CanonicalConfig all = new CanonicalConfig();
    all.line("arithmetic", "CANON-1");
    all.line("family", config.family().architecture());
    all.line("rms_norm_eps", exact(config.rmsNormEps()));
    all.line("rope_theta", exact(config.ropeTheta()));
    all.line("rope_scaling", scaling(config.ropeScaling()));
    all.line("max_positions", config.maxPositions());
    all.line("tied_head", config.tiedHead());
    all.variations(config.variations());
    all.line("stop_tokens", joined(new TreeSet<>(stopTokens)));
    all.line("chat_template", chatTemplate.map(Digest::hex).orElse("none"));
    return all.text.toString();
  }

  /** SHA-256 of the text. */
  static byte[] hash(String text) {
    return Sha256.hash(text.getBytes(StandardCharsets.UTF_8));
  }

  private void variations(Variations variations) {
    line("activation", variations.activation().name().toLowerCase(Locale.ROOT));
    line("score_divisor", exact(variations.scoreDivisor()));
    line("score_softcap", exact(variations.scoreSoftcap()));
    line("logit_softcap", exact(variations.logitSoftcap()));
    line("embedding_scale", exact(variations.embeddingScale()));
    Windows windows = variations.windows();
    line("windows", joined(windows.ofLayers().stream().map(CanonicalConfig::window).toList()));
    line("local_rope_theta", exact(windows.localRopeTheta()));
    line("experts", variations.experts().map(CanonicalConfig::experts).orElse("none"));
  }

  private void line(String key, Object value) {
    text.append(key).append('=').append(value).append('\n');
  }

  private static String exact(double value) {
    return Double.toHexString(value);
  }

  private static String window(int positions) {
    return positions == Windows.ALL ? "all" : String.valueOf(positions);
  }

  private static String scaling(RopeScaling scaling) {
    return switch (scaling) {
      case RopeScaling.None() -> "none";
      case RopeScaling.Linear(double factor) -> "linear " + exact(factor);
      case RopeScaling.Llama3(double factor, double low, double high, int original) ->
          "llama3 %s %s %s %d".formatted(exact(factor), exact(low), exact(high), original);
    };
  }

  private static String experts(Experts experts) {
    return "%d of %d x %d%s"
        .formatted(
            experts.perToken(),
            experts.count(),
            experts.innerWidth(),
            experts.renormalised() ? " renormalised" : "");
  }

  private static String joined(Collection<?> values) {
    return values.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
