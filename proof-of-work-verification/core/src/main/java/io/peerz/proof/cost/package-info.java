/** Compute cost in multiply-accumulates (MACs), and its price: computed, never reported. */
package io.peerz.proof.cost;
