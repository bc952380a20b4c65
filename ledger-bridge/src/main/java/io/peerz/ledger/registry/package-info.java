/** Who is registered: nodes, their stake, endpoints and shards, read from the chain. */
package io.peerz.ledger.registry;
