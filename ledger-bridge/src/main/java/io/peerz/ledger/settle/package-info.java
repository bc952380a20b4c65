/** From receipts to money: batches, redemptions, finalising, claiming, epoch seeds. */
package io.peerz.ledger.settle;
