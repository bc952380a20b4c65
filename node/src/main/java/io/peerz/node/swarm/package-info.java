/**
 * A process's part in the gossip of its network, put together from chain, clock and connections.
 */
package io.peerz.node.swarm;
