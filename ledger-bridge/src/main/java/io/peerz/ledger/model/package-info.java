/** Models on chain: geometry, weights root, tokenizer. */
package io.peerz.ledger.model;
