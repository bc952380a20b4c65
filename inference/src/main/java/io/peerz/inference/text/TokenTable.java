package io.peerz.inference.text;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The bytes that each token stands for; none for special tokens. Read from tokenizer.json, whose
 * vocabularies write bytes as letters: byte-level ones by the table of GPT-2, others as text with
 * U+2581 for a space and {@code <0xAB>} for single bytes. Immutable.
 */
public final class TokenTable {
  private static final Pattern SINGLE_BYTE = Pattern.compile("<0x([0-9A-F]{2})>");

  private final byte[][] bytes;
  private final int[] byBytes;

  private TokenTable(byte[][] bytes) {
    this.bytes = bytes;
    this.byBytes =
        IntStream.range(0, bytes.length)
            .filter(id -> bytes[id].length > 0)
            .boxed()
            .sorted((a, b) -> Arrays.compareUnsigned(bytes[a], bytes[b]))
            .mapToInt(Integer::intValue)
            .toArray();
  }

  /** A table of these bytes by id. */
  public static TokenTable of(List<byte[]> bytes) {
    return new TokenTable(bytes.stream().map(byte[]::clone).toArray(byte[][]::new));
  }

  /** Reads tokenizer.json of a model folder. */
  public static TokenTable open(Path folder) {
    Path file = folder.resolve("tokenizer.json");
    try {
      return of(JsonMapper.shared().readTree(Files.readString(file)));
    } catch (JacksonException | IOException e) {
      throw new PeerzException(
          ErrorCode.BAD_CHECKPOINT, file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static TokenTable of(JsonNode json) {
    Map<Integer, String> words = new TreeMap<>();
    JsonNode vocab = json.path("model").path("vocab");
    if (vocab.isArray()) { // unigram: pairs of word and score, the place is the id
      for (int i = 0; i < vocab.size(); i++) {
        words.put(i, vocab.get(i).path(0).asString(""));
      }
    }
    vocab.properties().forEach(word -> words.put(word.getValue().intValue(), word.getKey()));
    Set<Integer> special = new HashSet<>();
    for (JsonNode added : json.path("added_tokens")) {
      words.put(added.path("id").intValue(), added.path("content").asString(""));
      if (added.path("special").asBoolean(false)) {
        special.add(added.path("id").intValue());
      }
    }
    boolean byteLevel = json.path("decoder").toString().contains("ByteLevel");
    byte[][] table = new byte[words.keySet().stream().max(Integer::compare).orElse(-1) + 1][0];
    words.forEach(
        (id, word) -> {
          if (!special.contains(id)) {
            table[id] = byteLevel ? byteLevel(word) : spelled(word);
          }
        });
    return new TokenTable(table);
  }

  private static byte[] spelled(String word) {
    Matcher single = SINGLE_BYTE.matcher(word);
    return single.matches()
        ? new byte[] {(byte) Integer.parseInt(single.group(1), 16)}
        : word.replace('\u2581', ' ').getBytes(StandardCharsets.UTF_8);
  }

  /** Printable Latin-1 letters are their own byte; the 68 others follow from U+0100 in order. */
  private static byte[] byteLevel(String word) {
    byte[] result = new byte[word.length()];
    for (int i = 0; i < result.length; i++) {
      char letter = word.charAt(i);
      if (isOwnByte(letter)) {
        result[i] = (byte) letter;
      } else if (letter >= 0x100 && letter - 0x100 < REMAPPED.length) {
        result[i] = (byte) REMAPPED[letter - 0x100];
      } else {
        return word.getBytes(StandardCharsets.UTF_8); // added as plain text
      }
    }
    return result;
  }

  private static final int[] REMAPPED =
      IntStream.range(0, 256).filter(value -> !isOwnByte(value)).toArray();

  private static boolean isOwnByte(int value) {
    return (value >= '!' && value <= '~')
        || (value >= 0xa1 && value <= 0xac)
        || (value >= 0xae && value <= 0xff);
  }

  public int size() {
    return bytes.length;
  }

  /** Empty for a special token and for an id that is none. */
  public byte[] bytes(int id) {
    return id >= 0 && id < bytes.length ? bytes[id].clone() : new byte[0];
  }

  /** What a token reads like alone; broken UTF-8 becomes U+FFFD. */
  public String text(int id) {
    return new String(bytes(id), StandardCharsets.UTF_8);
  }

  /** The ids that have bytes, by their bytes: those with a common beginning stand together. */
  public int[] byBytes() {
    return byBytes.clone();
  }
}
