/**
 * Keys and values of past positions, one cache per session and shard. Bytes are reserved from one
 * budget before they are allocated.
 */
package io.peerz.inference.cache;
