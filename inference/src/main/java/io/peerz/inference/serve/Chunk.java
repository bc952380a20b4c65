package io.peerz.inference.serve;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;

import io.peerz.inference.wire.ClientMessage;
import io.peerz.proof.commit.RowTree;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The steps that one receipt will cover. Owned by the session's thread. */
final class Chunk {
  private final long seq;
  private final int posStart;
  private final List<StepRecord> steps = new ArrayList<>();
  private final List<Digest> outputLeaves = new ArrayList<>();
  private int positions;
  private int sampledTokens;

  Chunk(long seq, int posStart) {
    this.seq = seq;
    this.posStart = posStart;
  }

  long seq() {
    return seq;
  }

  int posStart() {
    return posStart;
  }

  int positions() {
    return positions;
  }

  int sampledTokens() {
    return sampledTokens;
  }

  boolean isEmpty() {
    return positions == 0;
  }

  /** Adds computed positions and the rows or tokens that went out for them. */
  void add(int stepPositions, int sampled, List<Digest> leaves) {
    outputLeaves.addAll(leaves);
    positions += stepPositions;
    sampledTokens += sampled;
  }

  /** Keeps a step in case the client asks for it again. */
  void remember(StepRecord step) {
    steps.add(step);
  }

  List<Digest> outputLeaves() {
    return List.copyOf(outputLeaves);
  }

  /** The step computed before at this position; refuses other input for it. */
  Optional<StepRecord> computed(ClientMessage.Step step) {
    Optional<StepRecord> found =
        steps.stream().filter(s -> s.posStart() == step.posStart()).findFirst();
    found.ifPresent(
        record ->
            Require.that(
                record.answers(step),
                BAD_REQUEST,
                "position " + step.posStart() + " was computed from other input"));
    return found;
  }

  /** Root of the rows that went out; zero when a head sampled nothing. */
  Digest outputRoot() {
    return outputLeaves.isEmpty() ? Digest.ZERO : RowTree.rootOfLeaves(outputLeaves);
  }
}
