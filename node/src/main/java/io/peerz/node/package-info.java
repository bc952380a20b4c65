/** Wires one Peerz process: a serving node or a payer's gateway. */
package io.peerz.node;
