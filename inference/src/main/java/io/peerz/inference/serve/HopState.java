package io.peerz.inference.serve;

import io.peerz.inference.cache.KvCache;
import io.peerz.inference.weights.ShardAdapter;
import java.util.Optional;

/** What one session computes with. */
record HopState(EngineLoop loop, KvCache cache, Optional<ShardAdapter> adapter) {}
