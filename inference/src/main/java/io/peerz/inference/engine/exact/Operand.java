package io.peerz.inference.engine.exact;

/**
 * The rows on the left of a product, made ready once for all matrices of one form and all threads.
 *
 * @param quantised the rows rounded to eight bits; null for matrices that are not quantised
 */
record Operand(Rows rows, int count, QuantisedRows quantised) {}
