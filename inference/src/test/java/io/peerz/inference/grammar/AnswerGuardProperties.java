package io.peerz.inference.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.inference.text.TokenTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whatever a model wants to say, what it may say is JSON that fits the schema. */
class AnswerGuardProperties {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int END = 256;

  /** Every byte, an end token, and longer tokens that cut across the parts of JSON. */
  private static final TokenTable TOKENS = TokenTable.of(vocabulary());

  private static List<byte[]> vocabulary() {
    List<byte[]> words = new ArrayList<>();
    for (int value = 0; value < 256; value++) {
      words.add(new byte[] {(byte) value});
    }
    words.add(new byte[0]);
    for (String word :
        List.of("{\"", "\":", "\",\"", "\"}", "true", "null", "12", ", ", "aé", "🙂")) {
      words.add(word.getBytes(StandardCharsets.UTF_8));
    }
    return words;
  }

  @Property(tries = 300)
  void aRandomModelSpeaksJsonThatFitsARandomSchema(@ForAll long seed) {
    Random random = new Random(seed);
    String schema = JSON.writeValueAsString(RandomSchemas.of(random, 3));
    Grammar grammar = Grammar.ofSchema(schema);
    int room = grammar.start().shortest() + random.nextInt(60);

    String text = speak(grammar, room, random);

    JsonNode value = JSON.readTree(text);
    assertThat(RandomSchemas.fits(value, JSON.readTree(schema)))
        .as("%s must fit %s", text, schema)
        .isTrue();
  }

  @Property(tries = 100)
  void aRandomModelThatMaySayAnyObjectSaysOne(@ForAll long seed) {
    String text = speak(Grammar.ofSchema("{\"type\":\"object\"}"), 80, new Random(seed));
    assertThat(JSON.readTree(text).isObject()).isTrue();
  }

  private static String speak(Grammar grammar, int room, Random random) {
    AnswerGuard guard = new AnswerGuard(grammar, TOKENS, Set.of(END), room);
    byte[] said = new byte[0];
    for (int i = 0; i < room; i++) {
      int token = any(guard.allowed(), random);
      if (token == END) {
        break;
      }
      said = joined(said, TOKENS.bytes(token));
      guard.add(token);
    }
    return new String(said, StandardCharsets.UTF_8);
  }

  private static int any(BitSet allowed, Random random) {
    int[] ids = allowed.stream().toArray();
    return ids[random.nextInt(ids.length)];
  }

  private static byte[] joined(byte[] a, byte[] b) {
    byte[] all = new byte[a.length + b.length];
    System.arraycopy(a, 0, all, 0, a.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    return all;
  }
}
