package io.peerz.node.api.openai;

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

  JsonObject piece(int index, String text);

  JsonObject finish(int index, GenerationOutcome outcome);

  /** The event after the last piece, for clients that asked for the usage. */
  JsonObject usage(List<GenerationOutcome> outcomes);
}
