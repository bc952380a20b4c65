/**
 * Turns logits into a token, reproducibly: counter-based randomness, StrictMath only. Nothing here
 * keeps state between tokens.
 */
package io.peerz.inference.sample;
