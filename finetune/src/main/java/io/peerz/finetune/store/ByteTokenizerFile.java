package io.peerz.finetune.store;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * HuggingFace's {@code tokenizer.json} of the byte vocabulary: a ByteLevel BPE without merges whose
 * token id is the byte. The ids of the eight bytes that UTF-8 never uses name the marks of a
 * conversation.
 */
final class ByteTokenizerFile {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int FIRST_SPECIAL = 248;
  private static final List<String> SPECIALS =
      List.of(
          "<|bos|>",
          "<|system|>",
          "<|user|>",
          "<|assistant|>",
          "<|end|>",
          "<|reserved_0|>",
          "<|reserved_1|>",
          "<|reserved_2|>");

  private ByteTokenizerFile() {}

  static String json() {
    ObjectNode root = JSON.createObjectNode();
    root.put("version", "1.0");
    root.putNull("truncation");
    root.putNull("padding");
    addSpecials(root.putArray("added_tokens"));
    root.putNull("normalizer");
    byteLevel(root.putObject("pre_tokenizer"));
    beginMark(root.putObject("post_processor"));
    byteLevel(root.putObject("decoder"));
    addModel(root.putObject("model"));
    return root.toPrettyString() + "\n";
  }

  private static void addSpecials(ArrayNode added) {
    for (int i = 0; i < SPECIALS.size(); i++) {
      added
          .addObject()
          .put("id", FIRST_SPECIAL + i)
          .put("content", SPECIALS.get(i))
          .put("single_word", false)
          .put("lstrip", false)
          .put("rstrip", false)
          .put("normalized", false)
          .put("special", true);
    }
  }

  private static void byteLevel(ObjectNode node) {
    node.put("type", "ByteLevel")
        .put("add_prefix_space", false)
        .put("trim_offsets", false)
        .put("use_regex", false);
  }

  /**
   * A plain text begins with the first mark; a rendered conversation is encoded without and brings
   * its own.
   */
  private static void beginMark(ObjectNode processor) {
    String begin = SPECIALS.getFirst();
    processor.put("type", "TemplateProcessing");
    addTemplate(processor.putArray("single"), begin, "A");
    addTemplate(processor.putArray("pair"), begin, "A", "B");
    ObjectNode mark = processor.putObject("special_tokens").putObject(begin);
    mark.put("id", begin);
    mark.putArray("ids").add(FIRST_SPECIAL);
    mark.putArray("tokens").add(begin);
  }

  private static void addTemplate(ArrayNode template, String begin, String... sequences) {
    template.addObject().putObject("SpecialToken").put("id", begin).put("type_id", 0);
    for (String sequence : sequences) {
      template.addObject().putObject("Sequence").put("id", sequence).put("type_id", 0);
    }
  }

  private static void addModel(ObjectNode model) {
    model.put("type", "BPE");
    model.putNull("dropout");
    model.putNull("unk_token");
    model.putNull("continuing_subword_prefix");
    model.putNull("end_of_word_suffix");
    model.put("fuse_unk", false);
    model.put("byte_fallback", false);
    ObjectNode vocabulary = model.putObject("vocab");
    for (int id = 0; id < FIRST_SPECIAL; id++) {
      vocabulary.put(visible(id), id);
    }
    for (int i = 0; i < SPECIALS.size(); i++) {
      vocabulary.put(SPECIALS.get(i), FIRST_SPECIAL + i);
    }
    model.putArray("merges");
  }

  /**
   * The printable character that ByteLevel writes for a byte: itself, or the next free one from
   * U+0100 on.
   */
  private static String visible(int wanted) {
    if (printable(wanted)) {
      return Character.toString(wanted);
    }
    int next = 0x100;
    for (int value = 0; value < wanted; value++) {
      next += printable(value) ? 0 : 1;
    }
    return Character.toString(next);
  }

  private static boolean printable(int value) {
    return (value >= 0x21 && value <= 0x7E)
        || (value >= 0xA1 && value <= 0xAC)
        || (value >= 0xAE && value <= 0xFF);
  }
}
