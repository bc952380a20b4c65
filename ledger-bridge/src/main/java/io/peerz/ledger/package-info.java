/** The ledger wing of a node: receipts in, transactions out, money back. */
package io.peerz.ledger;
