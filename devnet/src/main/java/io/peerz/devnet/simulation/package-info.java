/**
 * Swarms of hundreds of nodes in simulated time, driven by the code that real nodes and clients
 * run.
 */
package io.peerz.devnet.simulation;
