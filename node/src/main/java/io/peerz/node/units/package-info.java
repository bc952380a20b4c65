/** Amounts as people write them. */
package io.peerz.node.units;
