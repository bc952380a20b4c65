/** A node's owner at the registry: register, stake, announce, withdraw. */
package io.peerz.ledger.stake;
