/** Starts services in order and stops them in reverse. */
package io.peerz.node.lifecycle;
