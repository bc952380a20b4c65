package io.peerz.node.api.openai;

import io.peerz.inference.grammar.Grammar;
import io.peerz.inference.sample.AnswerFormat;
import io.peerz.node.api.BadParameter;
import io.peerz.node.api.Fields;
import io.peerz.proof.error.PeerzException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** Reads {@code response_format}: text, any JSON object, or JSON that fits a schema. */
final class ResponseFormat {
  private static final String NAME = "response_format";

  private ResponseFormat() {}

  /** The schema that the answer must fit; empty for text. */
  static Optional<String> schema(Fields fields) {
    if (!fields.has(NAME)) {
      return Optional.empty();
    }
    JsonObject format = fields.object(NAME);
    return switch (String.valueOf(format.getValue("type"))) {
      case "text" -> Optional.empty();
      case "json_object" -> Optional.of(AnswerFormat.ANY_OBJECT);
      case "json_schema" -> Optional.of(checked(format));
      default ->
          throw BadParameter.unsupported(NAME, "type must be text, json_object or json_schema");
    };
  }

  private static String checked(JsonObject format) {
    if (!(format.getValue("json_schema") instanceof JsonObject named)
        || !(named.getValue("schema") instanceof JsonObject schema)) {
      throw BadParameter.invalid(NAME, "json_schema must be an object with a schema");
    }
    String text = schema.encode();
    if (text.length() > AnswerFormat.MAX_SCHEMA_BYTES) {
      throw BadParameter.invalid(NAME, "the schema is longer than 16 KiB");
    }
    try {
      Grammar.ofSchema(text);
      return text;
    } catch (PeerzException e) {
      throw BadParameter.unsupported(NAME, e.getMessage());
    }
  }
}
