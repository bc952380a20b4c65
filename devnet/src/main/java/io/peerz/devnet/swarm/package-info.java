/** Swarms of shard processes without a chain, for measuring: real TLS, journals and vouchers. */
package io.peerz.devnet.swarm;
