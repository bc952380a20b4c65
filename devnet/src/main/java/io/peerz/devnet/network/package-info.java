/**
 * A whole network on one machine: accounts, contracts, nodes and a gateway, started in order and
 * stopped in reverse.
 */
package io.peerz.devnet.network;
