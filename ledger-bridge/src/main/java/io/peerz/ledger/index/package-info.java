/** What happened on the chain, decoded and searchable; rebuilt from the chain's logs alone. */
package io.peerz.ledger.index;
