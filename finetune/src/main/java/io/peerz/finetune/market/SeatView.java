package io.peerz.finetune.market;

import io.peerz.proof.id.Digest;

/** A drawn seat; one node may hold several. */
public record SeatView(int seat, Digest evaluator, boolean committed, boolean revealed) {}
