package io.peerz.node.gateway;

import io.peerz.inference.wire.AdapterRef;

/** An adapter and its name among models. */
public record NamedAdapter(String name, AdapterRef ref) {}
