package io.peerz.inference.sample;

/**
 * A token and the natural logarithm of its probability.
 *
 * @param logprob at most zero
 */
public record ScoredToken(int token, double logprob) {}
