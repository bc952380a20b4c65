/**
 * Who is out there: nodes from a directory, with the delays and speeds that this client measured.
 * Turns both into the offers and links that routes are found over.
 */
package io.peerz.inference.swarm;
