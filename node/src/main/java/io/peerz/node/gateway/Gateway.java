package io.peerz.node.gateway;

import java.util.List;

/**
 * A payer's door to a network: generates text on nodes that it pays, and shows what it paid. All
 * methods block; call them on virtual threads, never on an event loop.
 */
public interface Gateway {
  /**
   * Generates and pays as it goes, at most one chunk ahead of the work.
   *
   * @throws io.peerz.proof.error.PeerzException MODEL_NOT_FOUND, PROMPT_TOO_LONG,
   *     INSUFFICIENT_FUNDS, NO_ROUTE or what a node did wrong
   */
  GenerationOutcome generate(GenerationJob job, TextListener listener);

  /**
   * Makes a vector of a text, on paid nodes like a generation.
   *
   * @throws UnservedByModel where the model was trained to write text and not for this
   */
  Embedding embed(String model, String text);

  List<ServedModel> models();

  /** The newest generations that ended, without their text. */
  List<FinishedJob> jobs(int limit);

  /** The nodes as this gateway measures them, and the route that a prompt would take now. */
  SwarmReport swarm();

  /** The route that a request of these lengths would take now, or why there is none. */
  ExplainedRoute route(int promptTokens, int newTokens, RouteWishes wishes);

  /** The route of a generation that ended, by any of its sessions, and why it was chosen. */
  ExplainedRoute routeOf(String sessionId);

  /** The payer's channels with what each has promised so far. */
  List<ChannelStatus> channels();

  /** Asks the chain to close every open channel; the returned lines are transaction hashes. */
  List<String> closeChannels();

  /** Takes back what is left in channels whose closing time has passed. */
  List<String> settleChannels();
}
