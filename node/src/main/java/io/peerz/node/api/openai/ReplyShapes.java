package io.peerz.node.api.openai;

import io.peerz.inference.text.ToolCall;
import io.peerz.node.gateway.ChosenToken;
import io.peerz.node.gateway.GenerationOutcome;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** The JSON of one endpoint's replies, whole and in chunks. */
interface ReplyShapes {
  /** The reply with one choice per outcome, in their order. */
  JsonObject whole(List<GenerationOutcome> outcomes);

  /** The event that goes before the first piece of a choice. */
  Optional<JsonObject> opening(int index);

  /**
   * The event of a piece of text.
   *
   * @param tokens what was chosen since the piece before, where probabilities were asked for
   */
  JsonObject piece(int index, String text, List<ChosenToken> tokens);

  /**
   * The event of a call of a tool.
   *
   * @param place of the call among those of its choice
   * @param tokens what was chosen since the piece before
   */
  JsonObject call(int index, int place, ToolCall call, List<ChosenToken> tokens);

  /**
   * The event that ends a choice.
   *
   * @param tokens what was chosen since the last piece
   */
  JsonObject finish(int index, GenerationOutcome outcome, List<ChosenToken> tokens);

  /** The event after the last piece, for clients that asked for the usage. */
  JsonObject usage(List<GenerationOutcome> outcomes);
}
