/** Batches of receipts on chain, and the rewards that wait for a node. */
package io.peerz.ledger.claim;
