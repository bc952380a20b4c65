/** Peerz tokens: balances, transfers, permits that spare a transaction. */
package io.peerz.ledger.token;
