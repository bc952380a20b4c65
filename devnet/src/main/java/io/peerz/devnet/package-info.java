/**
 * The whole program's entry point, and a whole network on one machine: chain, nodes, demo, figures.
 */
package io.peerz.devnet;
