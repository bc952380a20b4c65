package io.peerz.inference.gguf;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the words in the file as HuggingFace's tokenizer.json. Two kinds are known: byte pairs
 * after GPT-2's manner ("gpt2", whose way of cutting text must be known by name), and SentencePiece
 * pieces ("llama").
 */
final class GgufTokenizer {
  private static final String KEY = "tokenizer.ggml.";
  private static final long CONTROL = 3;
  private static final long USER_DEFINED = 4;
  private static final long UNUSED = 5;

  private final GgufMetadata metadata;
  private final List<String> words;
  private final List<Long> kinds;
  private final ObjectNode json = JsonMapper.builder().build().createObjectNode();

  private GgufTokenizer(GgufMetadata metadata) {
    this.metadata = metadata;
    this.words = metadata.list(KEY + "tokens", String.class);
    this.kinds = metadata.list(KEY + "token_type", Long.class);
    if (words.isEmpty() || (!kinds.isEmpty() && kinds.size() != words.size())) {
      throw unknown("has no words, or not one kind for each");
    }
  }

  static ObjectNode of(GgufMetadata metadata) {
    return new GgufTokenizer(metadata).read();
  }

  private ObjectNode read() {
    json.put("version", "1.0");
    json.putNull("truncation").putNull("padding");
    addedTokens();
    String kind = metadata.text(KEY + "model").orElse("(none)");
    switch (kind) {
      case "gpt2" -> bytePairs();
      case "llama" -> pieces();
      default -> throw unknown("is of the unknown kind " + kind);
    }
    return json;
  }

  private void bytePairs() {
    String name = metadata.text(KEY + "pre").orElse("(none)");
    TextCut cut =
        TextCut.of(name).orElseThrow(() -> unknown("cuts text in the unknown way " + name));
    if (cut.isNormalised()) {
      json.putObject("normalizer").put("type", "NFC");
    } else {
      json.putNull("normalizer");
    }
    json.set("pre_tokenizer", cut.json(json));
    begin(cut.beginsWithMark());
    byteLevel(json.putObject("decoder"), true);
    ObjectNode model = model(cut.ignoresMerges(), false);
    model.putNull("unk_token");
    ArrayNode merges = model.putArray("merges");
    metadata.list(KEY + "merges", String.class).forEach(merges::add);
  }

  static ObjectNode byteLevel(ObjectNode node, boolean useRegex) {
    return node.put("type", "ByteLevel")
        .put("add_prefix_space", false)
        .put("trim_offsets", true)
        .put("use_regex", useRegex);
  }

  private void pieces() {
    boolean prefix = metadata.flag(KEY + "add_space_prefix").orElse(true);
    ArrayNode normalizers =
        json.putObject("normalizer").put("type", "Sequence").putArray("normalizers");
    if (prefix) {
      normalizers.addObject().put("type", "Prepend").put("prepend", "\u2581");
    }
    replace(normalizers.addObject(), " ", "\u2581");
    json.putNull("pre_tokenizer");
    begin(true);
    ArrayNode decoders = json.putObject("decoder").put("type", "Sequence").putArray("decoders");
    replace(decoders.addObject(), "\u2581", " ");
    decoders.addObject().put("type", "ByteFallback");
    decoders.addObject().put("type", "Fuse");
    if (prefix) {
      decoders.addObject().put("type", "Strip").put("content", " ").put("start", 1).put("stop", 0);
    }
    ObjectNode model = model(false, true);
    mark("unknown_token_id").ifPresent(unknown -> model.put("unk_token", unknown));
    ArrayNode merges = model.putArray("merges");
    PieceMerges.of(words, metadata.list(KEY + "scores", Double.class))
        .forEach(pair -> merges.addArray().add(pair.left()).add(pair.right()));
  }

  private static void replace(ObjectNode node, String from, String to) {
    node.put("type", "Replace").put("content", to).putObject("pattern").put("String", from);
  }

  private ObjectNode model(boolean ignoresMerges, boolean pieces) {
    ObjectNode model = json.putObject("model").put("type", "BPE");
    model.putNull("dropout").putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
    model.put("fuse_unk", pieces).put("byte_fallback", pieces).put("ignore_merges", ignoresMerges);
    ObjectNode vocab = model.putObject("vocab");
    Set<String> seen = new LinkedHashSet<>();
    for (int id = 0; id < words.size(); id++) {
      if (kind(id) != UNUSED && !seen.add(words.get(id))) {
        throw unknown("has the same word twice");
      }
      if (kind(id) != UNUSED) {
        vocab.put(words.get(id), id);
      }
    }
    return model;
  }

  private void addedTokens() {
    ArrayNode added = json.putArray("added_tokens");
    for (int id = 0; id < words.size(); id++) {
      if (kind(id) == CONTROL || kind(id) == USER_DEFINED) {
        added
            .addObject()
            .put("id", id)
            .put("content", words.get(id))
            .put("single_word", false)
            .put("lstrip", false)
            .put("rstrip", false)
            .put("normalized", false)
            .put("special", kind(id) == CONTROL);
      }
    }
  }

  /** Whether a text begins with the first mark, by the file or else as its kind has it. */
  private void begin(boolean usual) {
    Optional<String> mark = mark("bos_token_id");
    if (mark.isEmpty() || !metadata.flag(KEY + "add_bos_token").orElse(usual)) {
      json.putNull("post_processor");
      return;
    }
    ObjectNode template = json.putObject("post_processor").put("type", "TemplateProcessing");
    for (String form : List.of("single", "pair")) {
      ArrayNode parts = template.putArray(form);
      parts.addObject().putObject("SpecialToken").put("id", mark.get()).put("type_id", 0);
      parts.addObject().putObject("Sequence").put("id", "A").put("type_id", 0);
      if (form.equals("pair")) {
        parts.addObject().putObject("Sequence").put("id", "B").put("type_id", 1);
      }
    }
    ObjectNode token = template.putObject("special_tokens").putObject(mark.get());
    token.put("id", mark.get()).putArray("ids").add(words.indexOf(mark.get()));
    token.putArray("tokens").add(mark.get());
  }

  /** The chat template and the marks it may name, where the file has one. */
  static Optional<ObjectNode> chat(GgufMetadata metadata) {
    return metadata
        .text("tokenizer.chat_template")
        .map(
            template -> {
              GgufTokenizer tokenizer = new GgufTokenizer(metadata);
              ObjectNode node = tokenizer.json.objectNode().put("chat_template", template);
              tokenizer.mark("bos_token_id").ifPresent(mark -> node.put("bos_token", mark));
              tokenizer.mark("eos_token_id").ifPresent(mark -> node.put("eos_token", mark));
              return node;
            });
  }

  private Optional<String> mark(String key) {
    return metadata
        .whole(KEY + key)
        .filter(id -> id >= 0 && id < words.size())
        .map(id -> words.get(id.intValue()));
  }

  private long kind(int id) {
    return kinds.isEmpty() ? 1 : kinds.get(id);
  }

  private static RuntimeException unknown(String why) {
    return Gguf.bad("the tokenizer " + why + "; put the model's tokenizer.json beside the file.");
  }
}
