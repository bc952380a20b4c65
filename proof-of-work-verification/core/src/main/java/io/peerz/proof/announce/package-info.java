/** What a node signs about itself: the binding of its key and the shards it serves. */
package io.peerz.proof.announce;
