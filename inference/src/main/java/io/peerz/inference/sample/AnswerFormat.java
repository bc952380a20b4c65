package io.peerz.inference.sample;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;

import io.peerz.inference.grammar.AnswerGuard;
import io.peerz.inference.grammar.Grammar;
import io.peerz.inference.text.TokenTable;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * What the text of an answer must be: JSON that fits a schema.
 *
 * @param schema JSON schema; what is not understood is refused
 * @param endTokens ids that end an answer once it is complete
 */
public record AnswerFormat(String schema, Set<Integer> endTokens) {
  public static final int MAX_SCHEMA_BYTES = 16 << 10;
  public static final int MAX_END_TOKENS = 64;
  public static final String ANY_OBJECT = "{\"type\":\"object\"}";

  public AnswerFormat {
    Require.range(BAD_REQUEST, "bytes of the schema", bytes(schema).length, 1, MAX_SCHEMA_BYTES);
    Require.range(BAD_REQUEST, "number of end tokens", endTokens.size(), 1, MAX_END_TOKENS);
    endTokens = Set.copyOf(endTokens);
    Grammar.ofSchema(schema);
  }

  /** A guard for one answer from its beginning. */
  public AnswerGuard guard(TokenTable tokens, int maxTokens) {
    return new AnswerGuard(Grammar.ofSchema(schema), tokens, endTokens, maxTokens);
  }

  /** keccak(end tokens in rising order, four bytes each ‖ schema). */
  Digest hash() {
    ByteBuffer ids = ByteBuffer.allocate(Integer.BYTES * endTokens.size());
    endTokens.stream().sorted().forEach(ids::putInt);
    return Keccak.hash(ids.array(), bytes(schema));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
