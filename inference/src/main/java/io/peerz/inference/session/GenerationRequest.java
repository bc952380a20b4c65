package io.peerz.inference.session;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;

import io.peerz.inference.sample.SamplingParams;
import io.peerz.inference.wire.AdapterRef;
import io.peerz.proof.cost.Geometry;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A prompt to continue.
 *
 * @param geometry the model's shape, from the registry: the client computes every cost from it
 * @param prompt token ids, at least one
 * @param stopTokens ids that end the answer; they are neither listened to nor returned
 * @param adapter what the model runs through; empty for the base alone
 * @param auditable whether nodes may use the receipts for the rebate, which lets auditors ask for
 *     the inputs; never of a model within a tolerance
 * @param traceparent goes with every session, in W3C's form, for whoever traces this request
 * @param rowsOnly nothing is drawn: the last shard gives its rows
 */
public record GenerationRequest(
    Digest modelId,
    Geometry geometry,
    List<Integer> prompt,
    SamplingParams sampling,
    Set<Integer> stopTokens,
    Optional<AdapterRef> adapter,
    boolean auditable,
    Optional<String> traceparent,
    boolean rowsOnly) {
  public GenerationRequest {
    Objects.requireNonNull(modelId);
    Objects.requireNonNull(geometry);
    prompt = List.copyOf(prompt);
    Require.that(!prompt.isEmpty(), BAD_REQUEST, "the prompt is empty");
    prompt.forEach(id -> Require.range(BAD_REQUEST, "token id", id, 0, geometry.vocab() - 1L));
    Objects.requireNonNull(sampling);
    stopTokens = Set.copyOf(stopTokens);
    Objects.requireNonNull(adapter);
    Objects.requireNonNull(traceparent);
    Require.that(
        !auditable || geometry.isExact(),
        BAD_REQUEST,
        "receipts of a model within a tolerance cannot be audited; ask for them without");
  }

  /** A prompt to continue with tokens. */
  public GenerationRequest(
      Digest modelId,
      Geometry geometry,
      List<Integer> prompt,
      SamplingParams sampling,
      Set<Integer> stopTokens,
      Optional<AdapterRef> adapter,
      boolean auditable,
      Optional<String> traceparent) {
    this(modelId, geometry, prompt, sampling, stopTokens, adapter, auditable, traceparent, false);
  }

  /** A prompt that nobody traces. */
  public GenerationRequest(
      Digest modelId,
      Geometry geometry,
      List<Integer> prompt,
      SamplingParams sampling,
      Set<Integer> stopTokens,
      Optional<AdapterRef> adapter,
      boolean auditable) {
    this(modelId, geometry, prompt, sampling, stopTokens, adapter, auditable, Optional.empty());
  }

  /** A prompt to the base alone. */
  public GenerationRequest(
      Digest modelId,
      Geometry geometry,
      List<Integer> prompt,
      SamplingParams sampling,
      Set<Integer> stopTokens,
      boolean auditable) {
    this(modelId, geometry, prompt, sampling, stopTokens, Optional.empty(), auditable);
  }

  /** Whether tokens come out of a shard that ends there. */
  boolean drawsAt(int layerEnd) {
    return !rowsOnly && layerEnd == geometry.layers();
  }

  /** The positions that a session of this request may need; the last token needs none. */
  public int maxPositions() {
    return Math.toIntExact(prompt.size() + (long) sampling.maxTokens() - 1);
  }
}
