package io.peerz.inference.weights;

/**
 * What an adapter adds to one linear map: scale · B (A x).
 *
 * @param a (rank, in) float32
 * @param b (out, rank) float32
 */
public record LowRank(Matrix a, Matrix b, float scale) {}
