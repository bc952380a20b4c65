/** Attacks a live network of its own, row by row of the threat table, and reads the money after. */
package io.peerz.devnet.drill;
