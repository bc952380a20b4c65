/** One serving node: what it checks before it starts, what it tells the chain, what it measures. */
package io.peerz.node.serve;
