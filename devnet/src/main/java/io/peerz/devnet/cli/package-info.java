/** The commands that exist only where a whole network runs on one machine. */
package io.peerz.devnet.cli;
