/** A chain, contracts and people for tests of this module. */
package io.peerz.ledger.testing;
