package io.peerz.inference.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** The tokenizer of a model folder. Thread-safe; loads a native library once per process. */
public final class Tokenizer implements AutoCloseable {
  static {
    // The library must neither fetch anything nor report that it was started.
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
  }

  private static final Map<String, String> OPTIONS =
      Map.of("truncation", "false", "padding", "false");

  private final HuggingFaceTokenizer delegate;

  private Tokenizer(HuggingFaceTokenizer delegate) {
    this.delegate = delegate;
  }

  /** Reads tokenizer.json of the folder. */
  public static Tokenizer open(Path folder) {
    Path file = folder.resolve("tokenizer.json");
    if (!Files.isRegularFile(file)) {
      throw bad(file + " is missing; a HuggingFace model folder holds it.", null);
    }
    try {
      return new Tokenizer(HuggingFaceTokenizer.newInstance(file, OPTIONS));
    } catch (IOException | RuntimeException e) {
      throw bad(file + " is not a tokenizer: " + e.getMessage(), e);
    }
  }

  private static PeerzException bad(String message, Throwable cause) {
    return new PeerzException(ErrorCode.BAD_CHECKPOINT, message, cause);
  }

  /**
   * The token ids of a text.
   *
   * @param specials whether to add what the tokenizer puts around a text, such as a first token; a
   *     rendered chat template brings its own
   */
  public int[] encode(String text, boolean specials) {
    long[] ids = delegate.encode(text, specials, false).getIds();
    return Arrays.stream(ids).mapToInt(Math::toIntExact).toArray();
  }

  /** The text of the ids; special tokens are left out, broken UTF-8 becomes U+FFFD. */
  public String decode(int[] ids) {
    return decode(ids, 0, ids.length);
  }

  String decode(int[] ids, int from, int to) {
    long[] range = Arrays.stream(ids, from, to).asLongStream().toArray();
    return delegate.decode(range, true);
  }

  /** A decoder for tokens that arrive one by one. */
  public Detokenizer streaming() {
    return new Detokenizer(this);
  }

  @Override
  public void close() {
    delegate.close();
  }
}
