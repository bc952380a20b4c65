/** What a node must not lose before it is settled: receipts and vouchers. */
package io.peerz.ledger.outbox;
