/** HTTP routes that show a payer's channels and close them. */
package io.peerz.node.api.ledger;
