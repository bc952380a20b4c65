package io.peerz.node.api.openai;

import io.peerz.node.gateway.GenerationOutcome;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** The JSON of one endpoint's replies, whole and in chunks. */
interface ReplyShapes {
  JsonObject whole(GenerationOutcome outcome);

  /** The event that goes before the first piece. */
  Optional<JsonObject> opening();

  JsonObject piece(String text);

  JsonObject finish(GenerationOutcome outcome);

  /** The event after the last piece, for clients that asked for the usage. */
  JsonObject usage(GenerationOutcome outcome);
}
