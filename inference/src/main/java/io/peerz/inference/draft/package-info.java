/**
 * Guesses of the tokens that follow, so that one way round a ring can bring several. Plain state
 * machines without clocks or threads.
 */
package io.peerz.inference.draft;
