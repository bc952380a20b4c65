/** Links between processes of one machine that behave as links between far places do. */
package io.peerz.devnet.link;
