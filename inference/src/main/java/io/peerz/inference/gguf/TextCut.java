package io.peerz.inference.gguf;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How text is cut before byte pairs are merged, by the names that files give. */
enum TextCut {
  GPT2(List.of("gpt-2", "default"), Optional.empty(), false),
  SMOLLM(List.of("smollm"), Optional.empty(), false),
  LLAMA3(
      List.of("llama-bpe", "llama3", "smaug-bpe"),
      Optional.of(
          "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}"
              + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"),
      true),
  QWEN2(
      List.of("qwen2", "deepseek-r1-qwen"),
      Optional.of(
          "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
              + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"),
      false);

  /** The checker does not know that {@link List#copyOf} makes an immutable list. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<String> names;

  /** Nor that an {@link Optional} of a String cannot change. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final Optional<String> pattern;

  private final boolean beginsWithMark;

  TextCut(List<String> names, Optional<String> pattern, boolean beginsWithMark) {
    this.names = List.copyOf(names);
    this.pattern = pattern;
    this.beginsWithMark = beginsWithMark;
  }

  static Optional<TextCut> of(String name) {
    return Arrays.stream(values()).filter(cut -> cut.names.contains(name)).findFirst();
  }

  boolean beginsWithMark() {
    return beginsWithMark;
  }

  boolean ignoresMerges() {
    return this == LLAMA3;
  }

  boolean isNormalised() {
    return this == QWEN2;
  }

  /** The pre-tokenizer of tokenizer.json. */
  ObjectNode json(ObjectNode maker) {
    boolean plain = pattern.isEmpty();
    ObjectNode bytes = GgufTokenizer.byteLevel(maker.objectNode(), plain);
    if (this == GPT2) {
      return bytes;
    }
    ObjectNode sequence = maker.objectNode().put("type", "Sequence");
    ArrayNode parts = sequence.putArray("pretokenizers");
    if (plain) {
      parts.addObject().put("type", "Digits").put("individual_digits", true);
    } else {
      ObjectNode split = parts.addObject().put("type", "Split");
      split.putObject("pattern").put("Regex", pattern.get());
      split.put("behavior", "Isolated").put("invert", false);
    }
    parts.add(bytes);
    return sequence;
  }
}
