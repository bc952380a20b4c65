/**
 * The door to an execution engine for one shard of a model. Callers see rows of float32 hidden
 * states, a KV cache, and nothing of how they are computed.
 */
package io.peerz.inference.engine;
