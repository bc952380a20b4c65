/**
 * Frames between a client and a shard server, their checked form, and the pinned TLS beneath.
 * Everything read here came from a stranger: every length and count is bounded.
 */
package io.peerz.inference.wire;
