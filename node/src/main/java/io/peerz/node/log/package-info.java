/** The lines that an operator reads. */
package io.peerz.node.log;
