/** The rule that a key signs one digest per slot, for ever. */
package io.peerz.proof.journal;
