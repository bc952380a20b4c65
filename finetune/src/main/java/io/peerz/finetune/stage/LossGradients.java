package io.peerz.finetune.stage;

/**
 * What the last layer range hands back.
 *
 * @param loss nats per counted token
 * @param gradients of that loss
 */
public record LossGradients(double loss, StageGradients gradients) {}
