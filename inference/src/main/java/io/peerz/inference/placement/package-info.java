/**
 * Which layers a node should serve, so that the swarm as a whole gets faster: pure functions over
 * what others serve.
 */
package io.peerz.inference.placement;
