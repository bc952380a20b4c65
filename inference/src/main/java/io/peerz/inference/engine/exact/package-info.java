/**
 * The reproducible engine: the same bits on every machine, lane width, batch and thread count. Its
 * arithmetic is the profile CANON-1, stated in {@link io.peerz.inference.engine.exact.Kernels}.
 */
package io.peerz.inference.engine.exact;
