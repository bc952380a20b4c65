/** HTTP routes for operators and their monitors: alive, ready, measured. */
package io.peerz.node.api.health;
