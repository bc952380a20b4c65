package io.peerz.finetune.stage;

import java.util.List;

/**
 * What a stage hands back.
 *
 * @param input gradient of the stage's input, for the stage before it
 * @param adapter gradients of the stage's adapter parameters, in their order
 */
public record StageGradients(HiddenState input, List<float[]> adapter) {}
