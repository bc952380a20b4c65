/** HTTP routes, one class each, and the one error reply. */
package io.peerz.node.api;
