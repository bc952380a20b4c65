package io.peerz.ledger.model;

import io.peerz.proof.cost.Geometry;
import io.peerz.proof.id.Digest;

/** A model as the registry has it; its name is known only to whoever holds its folder. */
public record RegisteredModel(
    Digest modelId, Geometry geometry, Digest weightsRoot, Digest tokenizerHash) {}
