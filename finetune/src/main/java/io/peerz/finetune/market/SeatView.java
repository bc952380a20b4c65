package io.peerz.finetune.market;

import io.peerz.proof.id.Digest;

/**
 * A drawn seat; one node may hold several.
 *
 * @param feeDue whether it said what was agreed on and has not been paid for it
 */
public record SeatView(
    int seat, Digest evaluator, boolean committed, boolean revealed, boolean feeDue) {}
