/** Questions about batches: asking for the receipt at a sample point, and what silence costs. */
package io.peerz.ledger.audit;
