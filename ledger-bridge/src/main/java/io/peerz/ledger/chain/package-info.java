/**
 * The one place that talks to the chain: reads, a nonce with one owner, fees, confirmations,
 * reorgs.
 */
package io.peerz.ledger.chain;
