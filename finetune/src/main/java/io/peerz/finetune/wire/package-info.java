/** Blobs between machines: a bounded gRPC service over TLS with pinned keys. */
package io.peerz.finetune.wire;
