/** HTTP routes over the index of the chain: pages, single rows, and a stream of news. */
package io.peerz.node.api.explorer;
