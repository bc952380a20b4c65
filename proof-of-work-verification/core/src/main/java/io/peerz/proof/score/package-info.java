/** Measured improvement and what a unit of fine-tuning earns for it, in exact integers. */
package io.peerz.proof.score;
