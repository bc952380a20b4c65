/** A node that is accused answers by itself, from what it kept of its work. */
package io.peerz.node.defence;
