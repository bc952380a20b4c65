package io.peerz.node.gateway;

/**
 * A text as a vector, and what that cost.
 *
 * @param vector of length one; not to be written
 * @param work without text and tokens
 */
@SuppressWarnings("ArrayRecordComponent") // taken apart at once, never compared
public record Embedding(float[] vector, GenerationOutcome work) {}
