/** Figures of this machine, written to a file that the repository keeps. */
package io.peerz.devnet.bench;
