/** Payment channels: a payer opens, tops up and closes them; the purse remembers every promise. */
package io.peerz.ledger.escrow;
