package io.peerz.inference.session;

/**
 * How long an answer took, as the client saw it.
 *
 * @param firstTokenMicros from the start to the first token
 * @param meanTokenMicros mean time between later tokens, zero when there were none
 * @param totalMicros from the start until everything was paid
 */
public record Timings(long firstTokenMicros, long meanTokenMicros, long totalMicros) {}
