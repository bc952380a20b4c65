package io.peerz.inference.serve;

import io.peerz.inference.draft.DraftLength;
import io.peerz.inference.draft.PromptLookup;
import io.peerz.inference.wire.ClientMessage;
import io.peerz.inference.wire.ServerMessage;
import java.util.List;

/**
 * Lets the first hop of a ring guess ahead: it alone sees every token. Guesses change the time of
 * an answer, never its text, because the head draws each token from its own row. Owned by the ring
 * session's thread.
 */
final class Drafter {
  private final HopSession session;
  private final int maxDrafts;
  private final int chunkTokens;
  private final PromptLookup text = new PromptLookup();
  private final DraftLength length = new DraftLength();
  private List<Integer> guesses = List.of();
  private int nextPosition; // behind the tokens that are certain
  private int inChunk; // certain rows of the open chunk
  private boolean goesRound; // the step before went on with the text by a token
  private long sentNanos;
  private long rowNanos;

  Drafter(HopSession session, ClientMessage.Ring ring) {
    this.session = session;
    this.maxDrafts = ring.maxDrafts();
    this.chunkTokens = ring.chunkTokens();
  }

  /** Learns from a step that came round and adds guesses to it where they pay. */
  ClientMessage.Step extend(ClientMessage.Step step) {
    learn(step);
    nextPosition = step.posStart() + step.tokens().size();
    inChunk = step.closeChunk() ? 0 : inChunk + step.tokens().size();
    guesses = text.next(length.next(most(step), rowNanos));
    goesRound = step.sample() && step.tokens().size() == 1;
    sentNanos = System.nanoTime();
    return new ClientMessage.Step(
        step.seq(),
        step.posStart(),
        step.tokens(),
        step.rows(),
        step.sample(),
        step.closeChunk(),
        guesses);
  }

  /** What a row costs here stands for what it costs in all nodes, layer by layer. */
  void computed(int rows, ServerMessage.StepResult result) {
    rowNanos = result.computeMicros() * 1_000 / rows * session.modelLayers() / session.layers();
  }

  /** Chunks end where they would without guesses, and the cache is no longer than it need be. */
  private int most(ClientMessage.Step step) {
    boolean mayGuess = step.sample() && !step.closeChunk() && step.tokens().size() == 1;
    int room = Math.min(chunkTokens - 1 - inChunk, session.capacity() - nextPosition);
    return mayGuess ? Math.clamp(room, 0, maxDrafts) : 0;
  }

  private void learn(ClientMessage.Step step) {
    int cameTrue = Math.clamp(step.posStart() - nextPosition, 0, guesses.size());
    if (goesRound) {
      length.observe(guesses.size(), cameTrue, System.nanoTime() - sentNanos, rowNanos);
    }
    inChunk += cameTrue;
    guesses.subList(0, cameTrue).forEach(text::add);
    step.tokens().forEach(text::add);
  }
}
