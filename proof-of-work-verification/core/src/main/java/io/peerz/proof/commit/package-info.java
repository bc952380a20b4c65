/**
 * Commitments to rows of activations and to batches of receipts: Merkle, append-only and sum trees.
 */
package io.peerz.proof.commit;
