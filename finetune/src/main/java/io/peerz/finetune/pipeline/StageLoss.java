package io.peerz.finetune.pipeline;

/**
 * What the last stage tells.
 *
 * @param loss nats per counted token
 * @param backward of that loss
 */
public record StageLoss(double loss, StageBackward backward) {}
