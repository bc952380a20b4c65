/** Disputes about work as they stand on chain, and the moves of both sides. */
package io.peerz.ledger.court;
