/** How a process reaches its network: the chain that a network file names, and its pulse. */
package io.peerz.node.chain;
